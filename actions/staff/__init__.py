"""What the clinic's staff do with appointments, and with what is held about a person: commands and what they show."""
