"""Whatever is written as a date or a time reads back, and no text breaks the reading."""

from __future__ import annotations

import calendar
import datetime as dt
import time
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from bot.booking.when import DAYS, MONTHS, OPEN, mentions_time, read_when
from tests.bot.booking.when_samples import LONDON, NOW, read

ZONES = (
    "Europe/London",
    "America/New_York",
    "Australia/Lord_Howe",
    "Asia/Kathmandu",
    "Pacific/Apia",
    "America/St_Johns",
)

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
