"""When a patient would like to come: days and times of day as people type them, read into dates. English; pure.

How doubtful words are read (the day that was read is always said back, and `instead` holds the other reading):

- "friday", "this friday": the nearest one. On a Friday: today while it is still ahead, otherwise in a week.
- "next friday": the Friday of the next calendar week (Monday to Sunday); `instead` is this week's, while it is ahead.
- "3/12": by `day_first`; `instead` is the other way round, when that is a day, too.
- A day without a year is the next such day. A time without am or pm is within office hours: 8 to 11 in the morning,
  12 is noon, 1 to 7 in the afternoon; "07:30", "7 in the morning" and "14h" are what they say.
- "mon or tue": `weekdays` {0, 1} within the coming seven days.
"""

from __future__ import annotations

from bot.booking.slips import one_slip
from bot.booking.when.asked import When
from bot.booking.when.reading import mentions_time, read_when
from bot.booking.when.relative import OFFICE_ENDS
from bot.booking.when.span import OPEN
from bot.booking.when.vocabulary import DAYS, MONTHS
from bot.booking.when.words import LONGEST

__all__ = ["DAYS", "LONGEST", "MONTHS", "OFFICE_ENDS", "OPEN", "When", "mentions_time", "one_slip", "read_when"]
