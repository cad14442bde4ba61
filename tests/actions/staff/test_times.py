"""Staff type days and times on the clinic's clock, and are told at once when one is none."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.staff.times import midnight, read_day, read_since, read_time, read_until, short
from index.errors import HairlineError

UTC = dt.timezone.utc
NEW_YORK, LORD_HOWE = ZoneInfo("America/New_York"), ZoneInfo("Australia/Lord_Howe")
NOW = dt.datetime(2026, 11, 24, 2, 30, tzinfo=UTC)  # still the 23rd in New York


def test_a_time_is_the_clinics() -> None:
    assert read_time("2026-12-03 14:00", NEW_YORK) == dt.datetime(2026, 12, 3, 19, 0, tzinfo=UTC)
    assert read_time(" 2026-07-03T14:00 ", NEW_YORK) == dt.datetime(2026, 7, 3, 18, 0, tzinfo=UTC)


def test_a_time_that_comes_twice_is_the_first_one_and_one_that_is_skipped_is_refused() -> None:
    assert read_time("2026-11-01 01:30", NEW_YORK) == dt.datetime(2026, 11, 1, 5, 30, tzinfo=UTC)
    with pytest.raises(HairlineError, match="clocks in America/New_York skip 2027-03-14 02:30"):
        read_time("2027-03-14 02:30", NEW_YORK)


@pytest.mark.parametrize(
    "text", ["", "soon", "2026-12-03", "14:00", "2026-02-30 10:00", "2026-12-03 14:00x", "0001-01-01 00:00"]
)
def test_what_is_no_time_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(HairlineError, match=r"write it by the clinic's clock, as .2026-12-03 14:00."):
        read_time(text, ZoneInfo("Asia/Tokyo"))


@pytest.mark.parametrize(
    ("text", "day"), [(None, 23), ("today", 23), (" Tomorrow", 24), ("yesterday", 22), ("2026-11-03", 3)]
)
def test_today_is_where_the_clinic_is(text: str | None, day: int) -> None:
    assert read_day(text, NOW, NEW_YORK) == dt.date(2026, 11, day)


@pytest.mark.parametrize("text", ["tomorow", "2026-13-01", "9999-12-31", "0001-01-01", "1"])
def test_what_is_no_day_is_refused(text: str) -> None:
    for read in (read_day, read_since, read_until):
        with pytest.raises(HairlineError, match="is not a day; write 2026-12-03, today or tomorrow"):
            read(text, NOW, NEW_YORK)


def test_until_a_day_includes_it_and_days_count_from_now() -> None:
    assert read_since("2026-12-03", NOW, NEW_YORK) == dt.datetime(2026, 12, 3, 5, tzinfo=UTC)
    assert read_until("2026-12-03", NOW, NEW_YORK) == dt.datetime(2026, 12, 4, 5, tzinfo=UTC)
    assert read_since("7d", NOW, NEW_YORK) == NOW - dt.timedelta(days=7)
    assert read_until("7d", NOW, NEW_YORK) == NOW + dt.timedelta(days=7)
    assert read_until("2026-12-03 14:00", NOW, NEW_YORK) == dt.datetime(2026, 12, 3, 19, tzinfo=UTC)


@given(
    st.dates(dt.date(2000, 1, 2), dt.date(2100, 1, 1)),
    st.sampled_from(["Europe/London", "Asia/Kathmandu", "America/Havana"]),
)
def test_a_day_begins_where_the_one_before_ends(day: dt.date, zone: str) -> None:
    assert midnight(day - dt.timedelta(days=1), ZoneInfo(zone), days=1) == midnight(day, ZoneInfo(zone))


@given(
    st.integers(1_000_000_000, 4_000_000_000).map(lambda second: dt.datetime.fromtimestamp(second, UTC)),
    st.sampled_from([NEW_YORK, LORD_HOWE]),
)
def test_what_is_shown_is_read_as_the_same_time(instant: dt.datetime, zone: ZoneInfo) -> None:
    minute = instant.replace(second=0, microsecond=0)
    read = read_time(short(minute, zone)[4:], zone)
    assert read == minute or (minute.astimezone(zone).fold == 1 and read < minute)
