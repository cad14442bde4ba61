"""What of a conversation may be kept: redaction before storing, an audit without texts."""
