"""What only Telegram and this installation know: the bot's token, and the word by which Telegram is known. Pure.

Telegram wants the token in the address of every call, and the HTTP library logs addresses.
"""

from __future__ import annotations

import hashlib
import hmac
import logging
import re

_TOKEN = re.compile(r"[0-9]{5,20}:[A-Za-z0-9_-]{30,80}")  # the bot's number, a colon, and a random part
_IN_TEXT = re.compile(r"[0-9]{5,20}(?::|%3[Aa])[A-Za-z0-9_-]{30,80}")
HIDDEN = "\u2026"


def is_token(given: str) -> bool:
    """Whether a text has the shape of a token: https://core.telegram.org/bots/api#authorizing-your-bot."""
    return _TOKEN.fullmatch(given) is not None


def webhook_secret(secret: str, token: str) -> str:
    """Return the word that Telegram repeats with each update: 64 hex digits, others for another bot or installation."""
    bot = token.partition(":")[0]
    return hmac.new(secret.encode(), f"telegram{bot}".encode(), hashlib.sha256).hexdigest()


def without_tokens(text: str) -> str:
    """Return a text without whatever looks like a token."""
    return _IN_TEXT.sub(HIDDEN, text)


def keep_out_of_logs() -> None:
    """Have the HTTP library log addresses without tokens, whatever its level. Any number of times."""
    logging.getLogger("httpx").addFilter(_without_tokens)  # the same filter is added only once


def _without_tokens(record: logging.LogRecord) -> bool:
    told = record.getMessage()
    hidden = without_tokens(told)
    if hidden != told:
        record.msg, record.args = hidden, ()
    return True
