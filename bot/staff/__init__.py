"""The `hairline` command: what staff and the Makefile use."""
