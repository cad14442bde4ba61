"""The assistant: routing, decisions and replies (plain Python), and the adapters that hang them into Rasa."""
