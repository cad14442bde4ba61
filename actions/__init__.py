"""What an assistant does beyond answering: consultations and data requests. Thin actions, one file per topic."""
