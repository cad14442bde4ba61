"""Notice, horizon, hours, closed days and buffers are kept to the minute."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest

from actions.consultations.availability import fits, free, slots
from bot.consultation_hours import Days, Hours
from tests.actions.consultations.clocks import DAY, HOUR, MINUTE, NEW_YORK, UTC, calendar, clock, starts

MONDAY = dt.datetime(2026, 11, 23, 18, tzinfo=UTC)  # 1:00 pm in New York
OFFICE = calendar("America/New_York", Hours(540, 660))


def test_notice_is_kept_to_the_minute() -> None:
    cal = replace(OFFICE, notice=20 * HOUR)  # until 9:00 am
    assert starts(cal, "2026-11-24", MONDAY) == ["09:00-0500", "09:30-0500", "10:00-0500", "10:30-0500"]
    assert starts(cal, "2026-11-24", MONDAY + MINUTE) == ["09:30-0500", "10:00-0500", "10:30-0500"]


def test_the_horizon_is_a_day_of_the_clinic_and_included() -> None:
    cal = replace(OFFICE, horizon_days=2)
    days = {clock(slot.start, NEW_YORK).day for slot in slots(cal, MONDAY, MONDAY + 30 * DAY, MONDAY)}
    assert days == {24, 25}
    late = MONDAY.replace(hour=4) + DAY  # Tuesday in UTC, still Monday at the clinic
    assert max(slots(cal, late, late + 30 * DAY, late)).start.day == 25


def test_nothing_in_the_past_is_offered() -> None:
    assert slots(OFFICE, MONDAY - 30 * DAY, MONDAY, MONDAY) == []
    assert fits(OFFICE, MONDAY - 4 * HOUR, MONDAY) is None


def test_closed_days_win_and_exceptions_replace_the_weekly_hours() -> None:
    tuesday, wednesday = dt.date(2026, 11, 24), dt.date(2026, 11, 25)
    cal = replace(OFFICE, closed=(Days(tuesday, tuesday),), exceptions={wednesday: (Hours(840, 870),)})
    assert starts(cal, "2026-11-24", MONDAY) == []
    assert starts(cal, "2026-11-25", MONDAY) == ["14:00-0500"]


def test_the_window_includes_its_beginning_and_not_its_end() -> None:
    nine = dt.datetime(2026, 11, 24, 14, tzinfo=UTC)
    assert [slot.start for slot in slots(OFFICE, nine, nine + HOUR, MONDAY)] == [nine, nine + HOUR / 2]
    assert slots(OFFICE, nine, nine, MONDAY) == slots(OFFICE, nine + HOUR, nine, MONDAY) == []


def test_back_to_back_is_allowed_and_a_minute_more_is_not() -> None:
    nine = dt.datetime(2026, 11, 24, 14, tzinfo=UTC)
    cal = replace(OFFICE, buffer_before=5 * MINUTE, buffer_after=10 * MINUTE)
    busy_from, busy_until = nine - 5 * MINUTE, nine + 40 * MINUTE
    for busy in ((busy_from - HOUR, busy_from), (busy_until, busy_until + HOUR)):
        assert free(cal, nine, nine + MINUTE, MONDAY, [busy])
    for busy in ((busy_from - HOUR, busy_from + MINUTE), (busy_until - MINUTE, busy_until + HOUR)):
        assert not free(cal, nine, nine + MINUTE, MONDAY, [busy])


def test_a_long_busy_time_counts_beyond_a_short_one_within_it() -> None:
    nine = dt.datetime(2026, 11, 24, 14, tzinfo=UTC)
    busy = [(nine, nine + 2 * HOUR), (nine + HOUR / 2, nine + HOUR)]
    assert free(OFFICE, nine, nine + 2 * HOUR, MONDAY, busy) == []


@pytest.mark.parametrize("zone", [UTC, ZoneInfo("Pacific/Kiritimati"), ZoneInfo("Pacific/Niue")])
def test_the_ends_of_time_fit_nowhere(zone: dt.tzinfo) -> None:
    first, last = dt.datetime.min.replace(tzinfo=zone), dt.datetime.max.replace(tzinfo=zone)
    assert fits(OFFICE, first, MONDAY) is fits(OFFICE, last, MONDAY) is None
    assert len(slots(OFFICE, first, last, MONDAY)) == 60 * 4


def test_an_instant_without_zone_is_refused() -> None:
    naive = MONDAY.replace(tzinfo=None)
    for call in (
        lambda: slots(OFFICE, naive, MONDAY, MONDAY),
        lambda: slots(OFFICE, MONDAY, MONDAY + DAY, naive),
        lambda: fits(OFFICE, naive, MONDAY),
        lambda: free(OFFICE, MONDAY, MONDAY + DAY, MONDAY, [(naive, naive)]),
    ):
        with pytest.raises(ValueError, match="has no zone; give instants in UTC"):
            call()
