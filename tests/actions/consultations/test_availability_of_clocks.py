"""A slot is never an hour off: known answers where clocks change, and in odd zones."""

from __future__ import annotations

import datetime as dt

import pytest

from actions.consultations.availability import fits, free, slots
from bot.consultation_hours import Hours
from tests.actions.consultations.clocks import DAILY, DAY, HOUR, NEW_YORK, UTC, calendar, starts


def test_a_time_that_clocks_skip_starts_no_slot() -> None:
    night = calendar("America/New_York", Hours(60, 240))
    assert starts(night, "2026-03-08") == ["01:00-0500", "01:30-0500", "03:00-0400", "03:30-0400"]


def test_a_time_that_comes_twice_starts_one_slot_the_first_time() -> None:
    night = calendar("America/New_York", Hours(0, 180))
    assert starts(night, "2026-11-01") == [
        "00:00-0400", "00:30-0400", "01:00-0400", "01:30-0400", "02:00-0500", "02:30-0500",
    ]  # fmt: skip


def test_a_slot_that_a_change_of_clocks_leads_out_of_the_hours_is_not_offered() -> None:
    assert starts(calendar("America/New_York", Hours(105, 150)), "2026-03-08") == []  # 01:45 would end at 03:15
    assert starts(calendar("America/New_York", Hours(90, 150), length=60), "2026-11-01") == []  # back at 01:00 midway
    assert starts(calendar("America/New_York", Hours(90, 150), length=60), "2026-11-02") == ["01:30-0500"]


def test_clocks_that_go_back_before_closing_make_room_for_a_slot() -> None:
    evening = calendar("Asia/Beirut", Hours(23 * 60, 24 * 60), length=45, every=15)  # at midnight it is 23:00 again
    assert starts(evening, "2026-10-24") == ["23:00+0300", "23:15+0300", "23:30+0300", "23:45+0300"]
    assert starts(evening, "2026-10-25") == ["23:00+0200", "23:15+0200"]


def test_a_start_in_the_repeated_hour_of_the_patients_own_zone_is_the_very_one() -> None:
    day = calendar("Europe/London", *DAILY)
    second = dt.datetime(2026, 11, 1, 6, 30, tzinfo=UTC)  # 1:30 am in New York, for the second time
    now, local = second - DAY, second.astimezone(NEW_YORK)
    slot = fits(day, local, now)
    assert slot is not None
    assert slot.start == second
    assert [found.start for found in slots(day, local - HOUR / 2, local + HOUR / 2, now)] == [
        found.start for found in slots(day, (local - HOUR / 2).astimezone(UTC), (local + HOUR / 2).astimezone(UTC), now)
    ]
    earlier, later = (second - HOUR).astimezone(NEW_YORK), local  # by the clock one and the same, in truth an hour
    assert free(day, second - HOUR, second, now, [(earlier, later)]) == []


def test_lord_howe_changes_by_half_an_hour() -> None:
    night = calendar("Australia/Lord_Howe", Hours(60, 180))
    assert starts(night, "2026-10-04") == ["01:00+1030", "01:30+1030", "02:30+1100"]  # 02:00 is 02:30
    assert starts(night, "2026-04-05") == ["01:00+1100", "01:30+1100", "02:00+1030", "02:30+1030"]


def test_apia_left_out_a_whole_day() -> None:
    day = calendar("Pacific/Apia", Hours(540, 600))
    assert starts(day, "2011-12-29") == ["09:00-1000", "09:30-1000"]
    assert starts(day, "2011-12-30") == []
    assert starts(day, "2011-12-31") == ["09:00+1400", "09:30+1400"]


@pytest.mark.parametrize(
    ("zone", "day", "start"),
    [
        ("Asia/Kathmandu", "2026-11-24", "2026-11-24 03:15"),
        ("Pacific/Chatham", "2026-11-24", "2026-11-23 19:15"),
        ("Pacific/Kiritimati", "2026-11-24", "2026-11-23 19:00"),
        ("America/New_York", "2028-02-29", "2028-02-29 14:00"),
        ("America/New_York", "2028-07-04", "2028-07-04 13:00"),
    ],
)
def test_nine_in_the_morning_there_is_this_instant(zone: str, day: str, start: str) -> None:
    since = dt.datetime.fromisoformat(day).replace(tzinfo=UTC) - DAY
    found = slots(calendar(zone, Hours(540, 570)), since, since + 3 * DAY, since)
    assert dt.datetime.fromisoformat(start).replace(tzinfo=UTC) in [slot.start for slot in found]
