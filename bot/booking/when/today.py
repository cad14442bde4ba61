"""Which days there are, seen from now: the coming Friday, the next 3 December."""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass

from bot.booking.when.span import Span, add_days
from bot.booking.when.vocabulary import MONTHS


@dataclass(frozen=True)
class Today:
    """The calendar as seen from now, in the patient's own zone."""

    now: dt.datetime
    day_first: bool  # 3/12 is 3 December

    @property
    def date(self) -> dt.date:
        """The day that it is."""
        return self.now.date()

    def monday(self, weeks: int) -> dt.date:
        """The Monday of this week and some weeks."""
        return add_days(self.date, 7 * weeks - self.date.weekday())

    def coming(self, day: int) -> dt.date:
        """The nearest such weekday, perhaps today."""
        return add_days(self.date, (day - self.date.weekday()) % 7)

    def without_past(self, first: dt.date, last: dt.date) -> Span:
        """The days without those that have passed, unless all have."""
        return Span(max(first, self.date) if last >= self.date else first, last)

    def day(self, day: int, month: int, year: str | None) -> dt.date | None:
        """That day; without a year the next one there is (29 February may be years away). None: no such day."""
        if not 1 <= month <= 12 or not 1 <= day <= 31:
            return None
        if year is not None:
            number = int(year) if len(year) == 4 else 2000 + int(year)
            return dt.date(number, month, day) if day <= calendar.monthrange(number, month)[1] else None
        for number in range(self.date.year, min(self.date.year + 9, dt.MAXYEAR + 1)):
            if day <= calendar.monthrange(number, month)[1] and dt.date(number, month, day) >= self.date:
                return dt.date(number, month, day)
        return None

    def named(self, day: str, month: str, year: str | None) -> dt.date:
        """As `day`, with the month's name. Raises ValueError when there is no such day."""
        found = self.day(int(day), MONTHS.index(month) + 1, year)
        if found is None:
            raise ValueError(f"{month} has no day {day}")
        return found
