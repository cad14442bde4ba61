"""Content to vectors to hits. Nothing in this package knows of Rasa."""
