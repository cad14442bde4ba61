"""Which of the free times to show. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from itertools import groupby
from zoneinfo import ZoneInfo

from actions.consultations.draft import Offer
from actions.consultations.model import Slot
from actions.consultations.shown import MONTHS, clock_words, place_words
from bot.booking.when import When
from bot.consultation_hours import WEEKDAYS

MOST = 6  # times shown at once
DAYS = 3  # days shown at once when none was named, one morning and one afternoon of each
NOON = 12


def offers(slots: Iterable[Slot], zone: ZoneInfo) -> tuple[Offer, ...]:
    """Return slots as they are shown, on the clock of `zone`."""
    return tuple(Offer(title(slot.start.astimezone(zone)), slot.start.isoformat(), slot.calendar) for slot in slots)


def title(local: dt.datetime) -> str:
    """Return "Tue 24 Nov, 2:00 pm"; with the offset, too, where the clock shows this time twice."""
    twice = local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()
    place = f" ({place_words(local)})" if twice else ""
    day = f"{WEEKDAYS[local.weekday()][:3].capitalize()} {local.day} {MONTHS[local.month - 1][:3]}"
    return f"{day}, {clock_words(local)}{place}"


def spread(slots: Sequence[Slot], zone: ZoneInfo, page: int) -> list[Slot]:
    """Return a morning and an afternoon of some days; each page begins where the one before ended."""
    days = [list(of_day) for _, of_day in groupby(slots, lambda slot: slot.start.astimezone(zone).date())]
    return [slot for of_day in days[page * DAYS : (page + 1) * DAYS] for slot in _ends(of_day, zone)][:MOST]


def wanted(slots: Sequence[Slot], when: When, zone: ZoneInfo, page: int) -> list[Slot]:
    """Return slots as asked for, nearest to the time that was named first chosen, in the order of time."""
    fitting = [slot for slot in slots if when.fits(slot.start.astimezone(zone))]
    if when.at is not None:
        at = when.at
        fitting.sort(key=lambda slot: (_apart(slot.start.astimezone(zone), at), slot.start))
    elif not when.soonest and when.first != when.last and page == 0:
        return spread(fitting, zone, 0)
    return sorted(fitting[page * MOST : (page + 1) * MOST], key=lambda slot: slot.start)


def nearest(slots: Sequence[Slot], when: When, zone: ZoneInfo) -> list[Slot]:
    """Return the slots nearest to a time at which nothing is free."""
    at = when.at or when.earliest or dt.time(NOON)
    meant = dt.datetime.combine(when.first, at, zone)
    return sorted(sorted(slots, key=lambda slot: abs(slot.start - meant))[:MOST], key=lambda slot: slot.start)


def _ends(of_day: Sequence[Slot], zone: ZoneInfo) -> list[Slot]:
    morning = [slot for slot in of_day if slot.start.astimezone(zone).hour < NOON]
    later = [slot for slot in of_day if slot.start.astimezone(zone).hour >= NOON]
    return [*morning[:1], *later[:1]] if morning and later else [*morning, *later][:2]


def _apart(local: dt.datetime, at: dt.time) -> int:
    return abs((local.hour - at.hour) * 60 + local.minute - at.minute)
