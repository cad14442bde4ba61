"""Measurements against the stock Rasa bot, at scale, and of builds. Run by hand; pytest collects only the smoke test."""
