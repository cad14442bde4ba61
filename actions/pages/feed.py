"""The clinic's calendar for the programs of its staff: /consultations/calendar.ics, with a name and a password."""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import hmac
from collections.abc import Mapping
from dataclasses import replace

from actions.consultations import calendar_file
from actions.consultations.store import Store
from actions.pages.web import Reply
from bot.clinic import Clinic
from index.errors import SettingsError

VARIABLE, MIN_PASSWORD = "HAIRLINE_FEED_PASSWORD", 16
USER = "staff"
BACK, AHEAD = dt.timedelta(days=30), dt.timedelta(days=1000)  # longer than any calendar can be booked ahead
_CHALLENGE = {"WWW-Authenticate": 'Basic realm="Consultations", charset="UTF-8"'}


def read_password(environment: Mapping[str, str]) -> str | None:
    """Return the password of the feed; without one, there is no feed. Raises SettingsError when it is too short."""
    password = environment.get(VARIABLE) or None
    if password is not None and len(password) < MIN_PASSWORD:
        raise SettingsError(f"{VARIABLE} has {len(password)} characters; use at least {MIN_PASSWORD} random ones")
    return password


def is_staff(authorization: str, password: str) -> bool:
    """Whether the header carries name and password of the feed (compared in constant time)."""
    scheme, _, given = authorization.partition(" ")
    try:
        decoded = base64.b64decode(given.strip().encode("ascii"), validate=True)
    except (UnicodeEncodeError, binascii.Error):
        decoded = b""
    known = hmac.compare_digest(decoded, f"{USER}:{password}".encode("utf-8", "surrogateescape"))
    return known and scheme.lower() == "basic"


def refusal() -> Reply:
    """Return what somebody without the password gets."""
    return Reply(401, b"Name and password, please.\n", "text/plain; charset=utf-8", _CHALLENGE)


def calendar(store: Store, clinic: Clinic, now: dt.datetime) -> Reply:
    """Return the booked consultations from 30 days ago on, with name and reference, and no way to reach anybody.

    Raises StoreUnavailableError.
    """
    booked = store.between(now - BACK, now + AHEAD)
    plain = [replace(one, person=replace(one.person, email=None, phone=None)) for one in booked]
    named = {"Content-Disposition": 'inline; filename="consultations.ics"'}
    return Reply(200, calendar_file.feed(plain, clinic, now), "text/calendar; charset=utf-8", named)
