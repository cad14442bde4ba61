"""Idempotency keys: a request that is sent again gets its first outcome again."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from typing import Any

import sqlalchemy as sa

from actions.consultations.model import BookingError, Consent, Person, Slot
from actions.consultations.tables import requests


class KeyReusedError(BookingError):
    """This idempotency key stands for another request; make a new one for every new request.

    appointment_id: of the appointment that the other request made or changed.
    """

    def __init__(self, appointment_id: str) -> None:
        super().__init__("this key was used for something else; make a new one for every new request")
        self.appointment_id = appointment_id


def digest(change: str, *details: str | Person | Slot | Consent | None) -> str:
    """Return what a request asks for, in 64 hex digits. When it was asked does not count."""
    words = json.dumps([change, *(_words(detail) for detail in details)])
    return hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest()


def outcome(connection: Any, key: str, asked: str) -> str | None:
    """Return the appointment that this request led to, None when it is new. Raises KeyReusedError."""
    found = connection.execute(sa.select(requests).where(requests.c.key == key)).first()
    if found is None:
        return None
    if found.digest != asked:
        raise KeyReusedError(str(found.appointment_id))
    return str(found.appointment_id)


def made(connection: Any, key: str) -> str | None:
    """Return the appointment that a request with this key led to, whatever it asked for."""
    number = connection.execute(sa.select(requests.c.appointment_id).where(requests.c.key == key)).scalar()
    return None if number is None else str(number)


def remember(connection: Any, key: str, asked: str, appointment_id: str, now: dt.datetime) -> None:
    """Keep what a request led to."""
    connection.execute(requests.insert().values(key=key, digest=asked, appointment_id=appointment_id, at=now))


def _words(detail: str | Person | Slot | Consent | None) -> Any:
    if detail is None or isinstance(detail, str):
        return detail
    if isinstance(detail, Person):
        wants = [detail.remind_on] if detail.remind_on else []  # without one, the digest is that of earlier versions
        return [detail.name, detail.zone, detail.email, detail.phone, *wants]
    if isinstance(detail, Slot):
        return [detail.calendar, detail.start.timestamp(), detail.end.timestamp()]
    return [detail.version, detail.text_sha256, detail.given, list(detail.questions)]
