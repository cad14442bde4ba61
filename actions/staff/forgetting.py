"""Deleting all that is held about one person, part by part; what fails is told, and the rest is done all the same."""

from __future__ import annotations

import datetime as dt
import sqlite3
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from actions.consultations.mail_files import files_of, is_still_to_be_told
from actions.consultations.model import StoreUnavailableError
from actions.staff.conversations import Conversations
from actions.staff.person import Held
from actions.staff.receipts import Part, Receipt
from bot.privacy.audit import Audit
from bot.privacy.receipts import new_number
from index.errors import HairlineError

if TYPE_CHECKING:
    from actions.consultations.store import Store

WAIT, POLL = 5.0, 0.1  # seconds for a letter that is being written


@dataclass(frozen=True)
class Places:
    """Where something about a person may be."""

    store: Store
    conversations: Conversations
    audit: Audit
    mail: Path


def forget(held: Held, places: Places, clock: Callable[[], dt.datetime]) -> Receipt:
    """Delete everything, and return what was done. The appointment book goes last: it knows what belongs to them."""
    now = clock()
    parts = {"conversations": _conversations(held, places), "audit": _audit(held, places)}
    parts["bookings"] = _bookings(held, places, now)
    if parts["bookings"].problem:
        parts["letters"] = Part({}, problem="kept as long as the bookings are; run the same command again")
    else:
        parts["letters"] = _letters(held, places, now)
    return Receipt(new_number(now), now, parts)


def _conversations(held: Held, places: Places) -> Part:
    if not held.senders:
        return Part({}, "no conversation is known")
    try:
        found = places.conversations.forget(held.senders)
    except HairlineError as error:
        return Part({}, problem=f"{error}; then run `hairline forget --sender` with each conversation named above")
    return Part({}, places.conversations.gone) if found is None else Part({"conversations": found})


def _audit(held: Held, places: Places) -> Part:
    try:
        return Part({"turns": sum(places.audit.forget(sender) for sender in held.senders)})
    except (OSError, sqlite3.Error) as error:
        why = f"the audit cannot be written ({error})"
        return Part({}, problem=f"{why}; then run `hairline forget --sender` with each conversation named above")


def _bookings(held: Held, places: Places, now: dt.datetime) -> Part:
    counts: Counter[str] = Counter()
    try:
        for asked in held.who.asked:
            counts.update(places.store.forget_person(**asked, now=now))
    except StoreUnavailableError as error:
        return Part({}, problem=f"{error}; run the same command again")
    return Part(dict(counts))


def _letters(held: Held, places: Places, now: dt.datetime) -> Part:
    count = 0
    try:
        _wait_for_letters(held, places.store, now)
        rows = [row for row in held.rows["outbox"] if not is_still_to_be_told(row, now)]
        for file in files_of(places.mail, rows):
            file.unlink(missing_ok=True)
            count += 1
    except StoreUnavailableError as error:
        return Part({}, problem=f"{error}; delete what was written about them in {places.mail} yourself")
    except OSError as error:
        return Part({"files": count}, problem=f"{places.mail} cannot be changed ({error.strerror}); delete its files")
    return Part({"files": count}, "mail that was sent is in mailboxes: delete it in the clinic's")


def _wait_for_letters(held: Held, store: Store, now: dt.datetime) -> None:
    """Wait until no worker is writing a letter that it took before the bookings were erased."""
    until = time.monotonic() + WAIT
    booked = [row["id"] for row in held.booked]
    while any(letter.is_on_its_way(now) for each in booked for letter in store.letters(each)):
        if time.monotonic() > until:  # its worker died; what it had written so far is deleted all the same
            return
        time.sleep(POLL)
