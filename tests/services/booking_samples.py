"""Made-up bookings."""

from __future__ import annotations

import datetime as dt
import uuid

from actions.consultations.model import Appointment, By, Consent, Person, Slot
from actions.consultations.store import Store

NOW = dt.datetime(2026, 11, 23, 9, 0, tzinfo=dt.timezone.utc)
TTL = dt.timedelta(minutes=10)
MINUTE = dt.timedelta(minutes=1)
PERSON = Person("Amélie O'Neill", "Europe/London", email="Amelie@Example.org", phone="+442079460018")
QUESTIONS = ("Does PRP hurt?", "Was kostet das?")
CONSENT = Consent("2026-11", "ab" * 32, given=True, at=NOW, channel="web", questions=QUESTIONS)


def slot(hour: int, minute: int = 0, *, day: int = 1, calendar: str = "team") -> Slot:
    """20 minutes on a day of December, with 5 minutes of buffer on both sides."""
    start = dt.datetime(2026, 12, day, hour, minute, tzinfo=dt.timezone.utc)
    end = start + 20 * MINUTE
    return Slot(start, end, calendar, start - 5 * MINUTE, end + 5 * MINUTE)


def book(store: Store, wanted: Slot, *, person: Person = PERSON, owner: str = "chat-1", key: str = "") -> Appointment:
    """Hold and confirm."""
    held = store.hold(wanted, owner, NOW, TTL)
    return store.confirm(held.id, person, CONSENT, key or str(uuid.uuid4()), By.CHAT, NOW)
