"""The demonstration site at the server's root: a clinic's pages that embed the chat as any clinic would."""
