"""The channel of the website's chat: /chat/, described by openapi.yml."""
