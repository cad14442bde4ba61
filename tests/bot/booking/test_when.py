"""What a patient asks for is read as the day and time that was meant, or not at all; never silently as another."""

from __future__ import annotations

import calendar
import datetime as dt
import time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.booking.when import DAYS, MONTHS, OPEN, When, mentions_time, one_slip, read_when
from index.content import Content

LONDON = ZoneInfo("Europe/London")
NOW = dt.datetime(2026, 11, 23, 10, tzinfo=LONDON)  # a Monday
ZONES = (
    "Europe/London",
    "America/New_York",
    "Australia/Lord_Howe",
    "Asia/Kathmandu",
    "Pacific/Apia",
    "America/St_Johns",
)


def read(text: str, now: dt.datetime = NOW, *, day_first: bool = True) -> When:
    found = read_when(text, now, day_first=day_first)
    assert found is not None, text
    return found


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


def test_both_readings_of_a_doubtful_date_are_there() -> None:
    assert (read("3/12").first, read("3/12").instead) == (dt.date(2026, 12, 3), dt.date(2027, 3, 12))
    american = read("3/12", day_first=False)
    assert (american.first, american.instead) == (dt.date(2027, 3, 12), dt.date(2026, 12, 3))
    assert read("25/12", day_first=False).first == dt.date(2026, 12, 25)
    assert (read("next friday").first, read("next friday").instead) == (dt.date(2026, 12, 4), dt.date(2026, 11, 27))
    friday = dt.datetime(2026, 11, 27, 10, tzinfo=LONDON)
    assert (read("next monday", friday).first, read("next monday", friday).instead) == (dt.date(2026, 11, 30), None)


def test_friday_on_a_friday_is_today_while_it_is_ahead() -> None:
    friday = dt.datetime(2026, 11, 27, 10, tzinfo=LONDON)
    today, in_a_week = friday.date(), dt.date(2026, 12, 4)
    assert read("friday", friday).first == today
    assert read("friday at 2", friday).first == today
    assert read("friday at 9", friday).first == in_a_week
    assert read("friday", friday.replace(hour=19)).first == in_a_week
    assert read("next friday", friday).first == in_a_week


def test_a_passed_day_without_a_year_is_next_year_s() -> None:
    assert read("3 march").first == dt.date(2027, 3, 3)
    assert (read("march").first, read("march").last) == (dt.date(2027, 3, 1), dt.date(2027, 3, 31))
    assert read("november").last == dt.date(2026, 11, 30)
    assert read("23 november").first == NOW.date()
    assert read("22 november").first == dt.date(2027, 11, 22)
    assert read("the 22nd").first == dt.date(2026, 12, 22)
    assert read("the 31st", dt.datetime(2027, 2, 1, 9, tzinfo=LONDON)).first == dt.date(2027, 3, 31)


def test_leap_days_are_only_in_leap_years() -> None:
    assert read("29 feb").first == dt.date(2028, 2, 29)
    assert read_when("29 feb 2027", NOW) is None
    assert read("29/02/2028").first == dt.date(2028, 2, 29)
    assert read("in a month", dt.datetime(2028, 1, 31, 9, tzinfo=LONDON)).first == dt.date(2028, 2, 29)
    assert read("29 feb", dt.datetime(2096, 3, 1, 9, tzinfo=LONDON)).first == dt.date(2104, 2, 29)


def test_hours_are_counted_as_they_pass_when_the_clocks_change() -> None:
    before = dt.datetime(2026, 10, 25, 0, 30, tzinfo=LONDON)  # clocks go back at 2
    assert read("in 3 hours", before).earliest == dt.time(2, 30)
    spring = dt.datetime(2027, 3, 28, 0, 30, tzinfo=LONDON)  # clocks go forward at 1
    assert read("in 1 hour", spring).earliest == dt.time(2, 30)
    assert read("tomorrow at 10", dt.datetime(2026, 10, 24, 23, 30, tzinfo=LONDON)).first == dt.date(2026, 10, 25)


def test_the_end_of_time_is_no_error() -> None:
    late = dt.datetime(9999, 12, 30, 10, tzinfo=LONDON)
    for text in ("tomorrow", "next week", "next year", "in 900 years", "friday", "after friday", "the 5th", "asap"):
        read_when(text, late)
    read_when("900 years ago", dt.datetime(2, 1, 1, tzinfo=LONDON))
    read_when("12.12.0000", NOW)


def test_what_fits_is_within_days_and_times() -> None:
    wish = read("tuesday afternoon")
    assert wish.fits(dt.datetime(2026, 11, 24, 12, tzinfo=LONDON))
    assert not wish.fits(dt.datetime(2026, 11, 24, 18, tzinfo=LONDON))
    assert not wish.fits(dt.datetime(2026, 11, 25, 13, tzinfo=LONDON))
    assert not read("mon or wed").fits(dt.datetime(2026, 11, 24, 13, tzinfo=LONDON))


FORMATS = ("%d %B %Y", "%B %d, %Y", "%Y-%m-%d", "%d/%m/%Y", "%a %d %b %Y", "%A, %d %B %Y", "%d.%m.%Y", "%d %b %Y")


@given(st.dates(dt.date(2000, 1, 1), dt.date(2199, 12, 31)), st.sampled_from(FORMATS), st.sampled_from(ZONES))
def test_a_written_date_reads_back(day: dt.date, style: str, zone: str) -> None:
    now = NOW.astimezone(ZoneInfo(zone))
    when = read(day.strftime(style), now)
    assert (when.first, when.last, when.conflict) == (day, day, False)
    assert when.past == (day < now.date())


@given(st.times(), st.dates(dt.date(2026, 11, 24), dt.date(2028, 3, 1)), st.booleans())
def test_a_written_time_reads_back(clock: dt.time, day: dt.date, half: bool) -> None:
    written = clock.strftime("%I:%M %p" if half else "%H:%M")
    when = read(f"{day:%A %d %B %Y} at {written}")
    if half or clock.hour == 0 or clock.hour > 7 or written[0] == "0":
        assert when.at == clock.replace(second=0, microsecond=0)
    assert when.first == day


@given(st.dates(dt.date(2026, 1, 1), dt.date(2030, 1, 1)), st.sampled_from(DAYS))
def test_a_weekday_is_that_weekday_within_a_fortnight(today: dt.date, day: str) -> None:
    now = dt.datetime.combine(today, dt.time(10), LONDON)
    for text, nearest, farthest in ((day, 0, 6), (f"this {day}", 0, 6), (f"next {day}", 1, 13), (f"{day} week", 7, 13)):
        when = read(text, now)
        assert when.first == when.last
        assert when.first.weekday() == DAYS.index(day)
        assert nearest <= (when.first - today).days <= farthest


@given(st.dates(dt.date(2026, 1, 1), dt.date(2030, 1, 1)), st.sampled_from(MONTHS), st.integers(1, 31))
def test_a_day_without_a_year_is_the_next_one(today: dt.date, month: str, day: int) -> None:
    now = dt.datetime.combine(today, dt.time(10), LONDON)
    when = read_when(f"{day} {month}", now)
    if day > max(calendar.monthrange(2028, MONTHS.index(month) + 1)[1], 0):
        assert when is None
    else:
        assert when is not None
        assert (when.first.day, when.first.month) == (day, MONTHS.index(month) + 1)
        assert today <= when.first
        assert (when.first - today).days < 366 or (day, month) == (29, "february")


WORDS = [
    *"next this last friday mon sat sun may march dec 3 3rd 12 2pm 14:30 at on to until before after between and or not in the a week month weeks days few early end of morning noon".split(),
    *"3/12 31 99 0 29 feb from by now ago later any every - -- . : / soon asap half past quarter 2026 00:00 24:00 weekend tomorrow hours within".split(),
]


@given(
    st.lists(st.sampled_from(WORDS), max_size=14),
    st.datetimes(dt.datetime(1900, 1, 1), dt.datetime(9990, 1, 1)),  # noqa: DTZ001 - hypothesis wants them so
    st.sampled_from(ZONES),
    st.booleans(),
)
def test_no_jumble_breaks_it_and_no_reading_is_upside_down(
    words: list[str], naive: dt.datetime, zone: str, strict: bool
) -> None:
    now = naive.replace(tzinfo=ZoneInfo(zone))
    when = read_when(" ".join(words), now, strict=strict)
    if when is not None:
        assert when.first <= when.last
        assert mentions_time(" ".join(words)) or when.any_day
        if when.any_day:
            assert (when.last - when.first).days <= OPEN + 366


@given(st.text(max_size=400), st.booleans(), st.booleans())
def test_no_text_breaks_it(text: str, strict: bool, day_first: bool) -> None:
    read_when(text, NOW, strict=strict, day_first=day_first)
    mentions_time(text)


def test_huge_texts_are_read_at_once() -> None:
    start = time.perf_counter()
    for text in (
        "tomorrow " * 100_000,
        "9" * 1_000_000,
        "1/" * 500_000,
        "friday or " * 50_000,
        "a" * 1_000_000,
        "\ufdfa" * 10_000,
    ):
        read_when(text, NOW)
        mentions_time(text)
    assert time.perf_counter() - start < 3


WISHES = (
    "can i talk to someone on tuesday afternoon?|i'd like to book an appointment for next friday at 2|do you have anything available tomorrow?|tomorrow morning|tuesday please|"
    "could i see a doctor next week|what times do you have on monday|book me in for the 3rd|is there a slot on thursday after 4|how about friday?|can I speak to somebody asap|can i book a consultation about my hair for tuesday"
)
NO_WISHES = (
    "how long does it take|next steps|one treatment in march of results|results after 3 months|when will i see results in 6 months|does it hurt the next day|can i wash my hair the next morning|"
    "will my hair grow in two weeks|i had surgery last tuesday|i started minoxidil in march|shedding for 2-4 weeks|is 3 to 6 months normal|can i exercise tomorrow|how many sessions in a year|"
    "my scalp has been red since monday|may i drink alcohol|is sun exposure bad|what happens in the first week|one in three patients|stage 3 hair loss|5% minoxidil twice a day|norwood 4 at 30|"
    "treatment is on friday, can i smoke before|after 5 years does it last|what is done on the day|i saw a doctor on monday and he said no|how many weeks until the hair falls out|two weeks after prp|when i see a doctor on friday will it hurt|does the consultation on monday cover side effects"
)


@pytest.mark.parametrize("text", WISHES.split("|"))
def test_a_wish_is_read_while_no_booking_runs(text: str) -> None:
    assert read_when(text, NOW, strict=True) is not None


@pytest.mark.parametrize("text", NO_WISHES.split("|"))
def test_education_is_not_read_as_a_wish(text: str) -> None:
    assert read_when(text, NOW, strict=True) is None


def test_hardly_anything_that_patients_ask_is_read_as_a_wish(content: Content) -> None:
    asked = {text for answer in content.answers for text in (answer.question, *answer.phrasings)}
    taken = [text for text in asked if read_when(text, NOW, strict=True) is not None]
    assert len(taken) <= 0.001 * len(asked), taken


def test_any_time_expression_is_noticed_even_an_impossible_one() -> None:
    for text in ("tuesday", "31 february", "25:00", "at 3", "next week", "asap", "in the evening"):
        assert mentions_time(text), text
    for text in ("how much is it", "ann lee", "yes", "ann@example.com", "sun exposure", ""):
        assert not mentions_time(text), text


def test_one_slip_is_one_slip() -> None:
    for a, b in (("friday", "fridy"), ("friday", "firday"), ("friday", "frieday"), ("friday", "fraday"), ("a", "a")):
        assert one_slip(a, b)
        assert one_slip(b, a)
    assert not one_slip("friday", "sunday")
    assert not one_slip("monday", "money")
