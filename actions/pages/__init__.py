"""What is served beside the chat: the page behind the links in mails, and the clinic's calendar."""
