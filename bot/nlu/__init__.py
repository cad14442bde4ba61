"""Rasa graph components: they translate between Rasa and the assistant, and decide nothing."""
