"""Ways in and out. Every channel verifies its senders and cleans what they send."""
