"""Whether letters get through; where they do not, what a person has to do about it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Protocol

from actions.consultations.deadlines import GRACE
from actions.consultations.model import StoreUnavailableError
from actions.consultations.records import Letter


class LetterBook(Protocol):
    """What is asked of the store. Both may raise StoreUnavailableError."""

    def overdue(self, now: dt.datetime, grace: dt.timedelta) -> int:
        """Return how many rows have been due for longer than `grace`."""

    def letters(self) -> list[Letter]:
        """Return the rows that are neither sent nor dropped."""


@dataclass(frozen=True)
class Health:
    """Whether letters get through; true when they do. problem: what is wrong. remedy: what helps."""

    problem: str | None = None
    remedy: str = ""
    overdue: int = 0
    given_up: int = 0  # of those, whom they were for must be told by a person

    def __bool__(self) -> bool:
        return self.problem is None


def health(book: LetterBook, now: dt.datetime) -> Health:
    """Return whether the store can be asked, nothing has been due for more than 15 minutes, and nobody was given up on.

    A letter that was given up counts until the consultation begins or changes, or staff say that they told the person.
    """
    try:
        overdue = book.overdue(now, GRACE)
        given_up = [letter for letter in book.letters() if letter.is_missed(now)]
    except StoreUnavailableError as error:
        return Health(f"the store cannot be asked: {error}", "check HAIRLINE_DATABASE_URL")
    problems, remedies = [], []
    if overdue:
        problems.append(f"{overdue} letters are more than {GRACE // dt.timedelta(minutes=1)} minutes late")
        remedies.append("start the server, or see `hairline bookings outbox`")
    if given_up:
        numbers = ", ".join(str(letter.id) for letter in given_up)
        problems.append(f"{len(given_up)} letters were given up ({numbers})")
        remedies.append("tell whom they were for, then run `hairline bookings outbox --told` with each number")
    return Health("; ".join(problems) or None, "; ".join(remedies), overdue, len(given_up))
