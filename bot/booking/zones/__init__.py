"""Where a patient is: a city, a country, "EST" or "GMT+3", read into time zones. English; reads tzdata once."""

from __future__ import annotations

from bot.booking.zones.reading import LONGEST, MOST, SLIP_FROM, read_zone
from bot.booking.zones.telling import zone_name

__all__ = ["LONGEST", "MOST", "SLIP_FROM", "read_zone", "zone_name"]
