"""What a patient asks for is read as the day and time that was meant, or not at all; never silently as another."""

from __future__ import annotations

import pytest

from bot.booking.when import When, read_when
from tests.bot.booking.when_samples import NOW, read


def shown(when: When) -> str:
    """The reading in short: days, times, marks."""
    days = f"{when.first:%m-%d}" + (f"..{when.last:%m-%d}" if when.last != when.first else "")
    times = "".join(
        f" {mark}{clock:%H:%M}" for mark, clock in ((">=", when.earliest), ("<", when.latest), ("@", when.at)) if clock
    )
    marks = "".join(f" {name}" for name in ("soonest", "past", "conflict") if getattr(when, name))
    weekdays = f" {sorted(when.weekdays)}" if when.weekdays else ""
    return (
        ("any" if when.any_day and not when.weekdays and when.first == NOW.date() else days) + times + weekdays + marks
    )


READ = """\
tomorrow morning = 11-24 <12:00
tuesday afternoon = 11-24 >=12:00 <18:00
next friday at 2 = 12-04 @14:00
friday at 2 = 11-27 @14:00
this friday = 11-27
the 3rd = 12-03
dec 3 at 15:30 = 12-03 @15:30
3 december = 12-03
3rd of december = 12-03
the first of december = 12-01
december the twenty third = 12-23
2026-12-03 = 12-03
2026/12/3 = 12-03
3.12.2026 = 12-03
3/12 = 12-03
12/25 = 12-25
03.12. = 12-03
Dec 25th, 2026 at 9 a.m. = 12-25 @09:00
wed 2nd dec 11am = 12-02 @11:00
in two weeks = 12-07..12-13
in 3 days = 11-26
in 2 hours = 11-23 >=12:00
next week = 11-30..12-06
this week = 11-23..11-29
later this week = 11-24..11-29
end of next week = 12-03..12-04
beginning of next week = 11-30..12-01
week after next = 12-07..12-13
early next month = 12-01..12-10
mid december = 12-11..12-20
end of the month = 11-23..11-30
this weekend = 11-28..11-29
next weekend = 12-05..12-06
tuesday in two weeks = 12-08
two weeks from friday = 12-11
a week on tuesday = 12-01
friday week = 12-04
friday next week = 12-04
the day after tomorrow at 10 = 11-25 @10:00
mon or tue = 11-23..11-24 [0, 1]
tues or thurs next week = 12-01..12-03 [1, 3]
monday to wednesday = 11-23..11-25
between monday and wednesday = 11-23..11-25
3-5 dec = 12-03..12-05
dec 3 to 5 = 12-03..12-05
from 3 december until 5 december = 12-03..12-05
after 3 dec and before 10 dec = 12-04..12-09
tomorrow or friday = 11-24..11-27 [1, 4]
by friday = 11-23..11-27
no later than friday = 11-23..11-27
not after friday = 11-23..11-27
not before friday after 4 = 11-27..11-27 >=16:00
first friday = 11-27
before the 5th = 11-23..12-04
week of the 7th = 12-07..12-13
i cant do tuesday, wednesday works = 11-25
not monday = 11-23..11-23 [1, 2, 3, 4, 5, 6]
any weekday after 5 = 11-23..11-23 >=17:00 [0, 1, 2, 3, 4]
mondays = 11-23..11-23 [0]
asap = any soonest
first available = any soonest
soonest = any soonest
first available tuesday = 11-24 soonest
earliest next week = 11-30..12-06 soonest
half past two = any @14:30
quarter to three on thursday = 11-26 @14:45
ten past 2 tomorrow = 11-24 @14:10
tuesday at ten to three = 11-24 @14:50
2ish = any >=13:00 <15:01 @14:00
14h = any @14:00
at 2 = any @14:00
at 7 = any @19:00
at 8 = any @08:00
noon = any @12:00
12am = any @00:00
evening = any >=17:00
after work = any >=17:00
not before 3 pm = any >=15:00
no later than 4 = any <16:01
between 2 and 4 = any >=14:00 <16:00
10 to 2 tomorrow = 11-24 >=10:00 <14:00
11-1pm wed = 11-25 >=11:00 <13:00
2 or 3pm on thursday = 11-26 >=14:00 <15:01
9-5 friday = 11-27 >=09:00 <17:00
not in the morning = any >=12:00
mornings only = any <12:00
only mornings = any <12:00
weekends = 11-23..11-23 [5, 6]
only at weekends = 11-23..11-23 [5, 6]
no weekends = 11-23..11-23 [0, 1, 2, 3, 4]
tomorrow morning not before 10 = 11-24 >=10:00 <12:00
7 in the morning tomorrow = 11-24 @07:00
8 tonight = 11-23 @20:00
07:30 tomorrow = 11-24 @07:30
0730 tomorrow = 11-24 @07:30
tuesday 3 = 11-24 @15:00
first thing monday = 11-30 <10:00
thursday 12/3 = 12-03
good morning, can i book for friday = 11-27
wendsday = 11-25
thurs = 11-26
tmrw = 11-24
tmr = 11-24
2moro = 11-24
nxt fri = 12-04
saterday = 11-28
teusday = 11-24
3 febuary = 02-03
tues2pm = 11-24 @14:00
tomorrow @ 3 = 11-24 @15:00
friday 3 december = 12-03 conflict
today at 9 = 11-23 @09:00 past
yesterday = 11-22 past
last tuesday = 11-17 past
3 december 2020 = 12-03 past"""


@pytest.mark.parametrize("line", READ.splitlines())
def test_it_is_read_as_it_was_meant(line: str) -> None:
    text, expected = line.rsplit(" = ", 1)
    assert shown(read(text)) == expected


@pytest.mark.parametrize("text", [ "the sun is bad", "may i come in", "31 feb", "30/2", "25:00", "tursday", "2", "nothing", "24/7", "stage 3", "at 3 clinics", "i have 2 questions", "next steps", "how long does it take", "one treatment in march of results", "", "   ", "???", "it was sat on", "3/4 of patients"])  # fmt: skip
def test_what_names_no_day_or_an_impossible_one_is_not_read(text: str) -> None:
    assert read_when(text, NOW) is None
