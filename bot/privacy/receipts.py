"""The numbers of receipts: for who asked that something be deleted, and for the clinic's records."""

from __future__ import annotations

import datetime as dt
import secrets


def new_number(now: dt.datetime) -> str:
    """Return a number that is given only once: "F-20261123-9C41F07A"."""
    return f"F-{now:%Y%m%d}-{secrets.token_hex(4).upper()}"
