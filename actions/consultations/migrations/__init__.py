"""How the tables of booking came to be, step by step; run by `database.py`."""

LATEST = "0002"  # the step that makes the tables as the code expects them
