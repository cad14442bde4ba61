"""What was asked for: the answer that this package gives."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True)
class When:
    """What was asked for, in the patient's own zone: days first..last, starts from `earliest` to before `latest`."""

    first: dt.date
    last: dt.date  # inclusive
    earliest: dt.time | None = None
    latest: dt.time | None = None  # exclusive
    at: dt.time | None = None  # the one time that was named
    weekdays: frozenset[int] = frozenset()  # only these (Monday is 0); empty: any
    soonest: bool = False  # "as soon as possible", within the days above
    any_day: bool = False  # no day was named, or no end: first..last is from today or a day on for OPEN days
    past: bool = False  # all of it is over
    instead: dt.date | None = None  # the other day that the same words may mean
    conflict: bool = False  # weekday and date do not agree ("friday 3 december", a Thursday): ask which

    def fits(self, start: dt.datetime) -> bool:
        """Whether a start, in the patient's zone, is within the days and times; `at` is a wish, not a limit."""
        clock = start.time().replace(tzinfo=None)
        return (
            self.first <= start.date() <= self.last
            and (not self.weekdays or start.weekday() in self.weekdays)
            and (self.earliest is None or clock >= self.earliest)
            and (self.latest is None or clock < self.latest)
        )
