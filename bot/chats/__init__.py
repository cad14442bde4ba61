"""Conversations of the website: kept for two days so that a visitor can come back, and legible to that visitor only."""
