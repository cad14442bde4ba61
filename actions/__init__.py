"""What an assistant does beyond answering: consultations and data requests. Thin rasa_sdk actions, one file per topic."""
