"""A slot is never an hour off: what is offered and shown agrees with every minute of the clocks concerned."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from actions.consultations.availability import fits, free, slots
from actions.consultations.calendars import Calendar
from actions.consultations.model import Slot
from actions.consultations.shown import shown
from bot.consultation_hours import Days, Hours

UTC = dt.timezone.utc
MINUTE, HOUR, DAY = dt.timedelta(minutes=1), dt.timedelta(hours=1), dt.timedelta(days=1)
ODD = [
    "America/New_York", "Europe/London", "Asia/Kathmandu", "Pacific/Chatham", "Australia/Lord_Howe", "Pacific/Apia",
    "Pacific/Kiritimati", "America/St_Johns", "Asia/Beirut", "America/Sao_Paulo", "Africa/Casablanca", "Asia/Tehran",
    "America/Havana", "Europe/Dublin", "Antarctica/Troll", "Africa/Cairo", "Asia/Pyongyang", "America/Caracas",
]  # fmt: skip
ZONES = st.sampled_from(ODD) | st.sampled_from(sorted(available_timezones()))
DAILY = (Hours(0, 24 * 60),)


def calendar(zone: str, *hours: Hours, length: int = 30, every: int = 30, horizon_days: int = 60) -> Calendar:
    """A calendar with the same hours every day, without notice and buffers."""
    return Calendar(
        id="online",
        name="Online consultation team",
        zone=ZoneInfo(zone),
        weekly=(hours,) * 7,
        length=length * MINUTE,
        every=every * MINUTE,
        horizon_days=horizon_days,
    )


def starts(cal: Calendar, day: str, now: dt.datetime | None = None) -> list[str]:
    """What is offered on one day of the clinic, as its clock shows it with the offset."""
    midnight = dt.datetime.fromisoformat(day).replace(tzinfo=cal.zone).astimezone(UTC)
    found = slots(cal, midnight - DAY, midnight + 2 * DAY, now or midnight - DAY)
    local = [slot.start.astimezone(cal.zone) for slot in found]
    return [f"{start:%H:%M%z}" for start in local if start.date().isoformat() == day]


# An independent computation: step through the minutes and read the clock.


def clock(instant: dt.datetime, zone: ZoneInfo) -> dt.datetime:
    return instant.astimezone(zone).replace(tzinfo=None)


def minutes(since: dt.datetime, until: dt.datetime) -> Iterator[dt.datetime]:
    while since < until:
        yield since
        since += MINUTE


def stretch_at(cal: Calendar, local: dt.datetime) -> tuple[dt.date, Hours] | None:
    for hours in cal.hours(local.date()):
        if hours.opens <= local.hour * 60 + local.minute < hours.closes:
            return local.date(), hours
    return None


def expected_starts(cal: Calendar, since: dt.datetime, until: dt.datetime, now: dt.datetime) -> list[dt.datetime]:
    seen: set[dt.datetime] = set()
    found = []
    for instant in minutes(since - DAY, until):
        local = clock(instant, cal.zone)
        stretch, again = stretch_at(cal, local), local in seen
        seen.add(local)
        if stretch is None or again or instant < since or instant < now + cal.notice:
            continue
        if (local.hour * 60 + local.minute - stretch[1].opens) % (cal.every // MINUTE):
            continue
        if (local.date() - clock(now, cal.zone).date()).days > cal.horizon_days:
            continue
        if all(stretch_at(cal, clock(m, cal.zone)) == stretch for m in minutes(instant, instant + cal.length)):
            found.append(instant)
    return found


@cache
def changes(zone: str, year: int) -> tuple[dt.datetime, ...]:
    """The hours of a year in which clocks of the zone change."""
    begins = dt.datetime(year, 1, 1, tzinfo=UTC)
    days = [begins + number * DAY for number in range(366)]
    offset = {day: day.astimezone(ZoneInfo(zone)).utcoffset() for day in [*days, days[-1] + DAY]}
    return tuple(
        day + hour * HOUR
        for day in days
        if offset[day] != offset[day + DAY]
        for hour in range(24)
        if (day + hour * HOUR).astimezone(ZoneInfo(zone)).utcoffset()
        != (day + (hour + 1) * HOUR).astimezone(ZoneInfo(zone)).utcoffset()
    )


@st.composite
def moments(draw: st.DrawFn, zone: str) -> dt.datetime:
    """A minute at a change of the zone's clocks, or any minute, leap days included; 2000 to 2060."""
    near = changes(zone, draw(st.integers(2000, 2060)))
    if near and draw(st.integers(0, 3)):
        return draw(st.sampled_from(near)) + draw(st.integers(-300, 300)) * MINUTE
    any_day = st.dates(dt.date(2000, 1, 2), dt.date(2060, 12, 30)) | st.sampled_from(
        [dt.date(year, 2, 29) for year in range(2000, 2061, 4)]
    )
    midnight = dt.datetime.combine(draw(any_day), dt.time.min, UTC)
    return midnight + draw(st.integers(0, 24 * 60 - 1)) * MINUTE


@st.composite
def stretches(draw: st.DrawFn) -> tuple[Hours, ...]:
    edges = sorted(draw(st.lists(st.integers(0, 24 * 12), min_size=2, max_size=6, unique=True)))
    return tuple(Hours(a * 5, b * 5) for a, b in zip(edges[::2], edges[1::2], strict=False))


@st.composite
def situations(draw: st.DrawFn) -> tuple[Calendar, dt.datetime, dt.datetime, dt.datetime]:
    """A calendar, and since, until and now around a moment that matters."""
    zone = draw(ZONES)
    moment = draw(moments(zone))
    since = moment - draw(st.integers(0, 20 * 60)) * MINUTE
    until = moment + draw(st.integers(0, 20 * 60)) * MINUTE
    now = since - draw(st.integers(-600, 4000)) * MINUTE
    today = clock(moment, ZoneInfo(zone)).date()
    cal = Calendar(
        id="online",
        name="Team",
        zone=ZoneInfo(zone),
        weekly=tuple(draw(st.lists(st.just(DAILY) | stretches(), min_size=7, max_size=7))),
        length=draw(st.integers(5, 240)) * MINUTE,
        every=draw(st.integers(5, 120)) * MINUTE,
        horizon_days=draw(st.integers(1, 4)),
        notice=draw(st.integers(0, 20)) * HOUR,
        buffer_before=draw(st.integers(0, 60)) * MINUTE,
        buffer_after=draw(st.integers(0, 60)) * MINUTE,
        closed=draw(st.sampled_from([(), (), (Days(today - DAY, today - DAY),), (Days(today, today + DAY),)])),
        exceptions=draw(st.sampled_from([{}, {today: DAILY}, {today: (Hours(60, 240),)}])),
    )
    return cal, since, until, now


@settings(max_examples=200)
@given(situations())
def test_slots_are_what_the_clinics_clock_shows_minute_by_minute(
    situation: tuple[Calendar, dt.datetime, dt.datetime, dt.datetime],
) -> None:
    cal, since, until, now = situation
    found = slots(cal, since, until, now)
    assert [slot.start for slot in found] == expected_starts(cal, since, until, now)
    for slot in found:
        assert slot.start.tzinfo is slot.end.tzinfo is slot.busy_from.tzinfo is slot.busy_until.tzinfo is UTC
        assert slot.end - slot.start == cal.length  # real time, whatever clocks do meanwhile
        assert (slot.start - slot.busy_from, slot.busy_until - slot.end) == (cal.buffer_before, cal.buffer_after)


@settings(max_examples=100)
@given(situations(), st.data())
def test_a_start_fits_exactly_when_it_is_offered(
    situation: tuple[Calendar, dt.datetime, dt.datetime, dt.datetime], data: st.DataObject
) -> None:
    cal, since, until, now = situation
    offered = {slot.start: slot for slot in slots(cal, since, until, now)}
    other = ZoneInfo(data.draw(ZONES))
    for start, slot in list(offered.items())[:5]:
        assert fits(cal, start, now) == slot
        assert fits(cal, start.astimezone(other), now) == slot  # the same instant, as another clock says it
        assert fits(cal, start + dt.timedelta(microseconds=1), now) is None
    asked = since + data.draw(st.integers(0, max(0, (until - since) // MINUTE - 1))) * MINUTE
    if asked < until:
        assert fits(cal, asked, now) == offered.get(asked)


@settings(max_examples=150)
@given(
    situations(),
    st.lists(st.tuples(st.integers(-300, 2000), st.integers(0, 200) | st.integers(300, 1500)), max_size=12),
)
def test_a_free_slot_shares_no_minute_with_what_is_taken(
    situation: tuple[Calendar, dt.datetime, dt.datetime, dt.datetime], offsets: Sequence[tuple[int, int]]
) -> None:
    cal, since, until, now = situation
    busy = [(since + begin * MINUTE, since + (begin + long) * MINUTE) for begin, long in offsets]
    taken = {minute for begins, ends in busy for minute in minutes(begins, ends)}
    everything = slots(cal, since, until, now)
    kept = [slot for slot in everything if taken.isdisjoint(minutes(slot.busy_from, slot.busy_until))]
    assert free(cal, since, until, now, busy) == kept


TOLD = re.compile(
    r"(?:(?P<day>\w+ \d+ \w+), )?(?P<time>\d+:\d\d [ap]m) (?P<whose>in your time|at the clinic)? ?\((?P<place>[^)]+)\)"
)


def minutes_meant(told: re.Match[str], day: str, zone: ZoneInfo, around: dt.datetime) -> list[dt.datetime]:
    """Every minute within a day that a person with that clock could understand."""
    offset = re.search(r"(?:^|, )UTC(?:([+-])(\d+)(?::(\d\d))?)?$", told["place"])
    found = []
    for minute in minutes(around - DAY, around + DAY):
        local = minute.astimezone(zone)
        if f"{local:%A} {local.day} {local:%B}" != day or f"{local:%I:%M %p}".lstrip("0").lower() != told["time"]:
            continue
        if offset:
            sign, hours, rest = offset.groups(default="0")
            meant = (int(hours) * HOUR + int(rest) * MINUTE) * (-1 if sign == "-" else 1)
            if local.utcoffset() != meant:
                continue
        found.append(minute)
    return found


@settings(max_examples=100)
@given(st.data())
def test_what_is_shown_means_this_one_minute_on_both_clocks(data: st.DataObject) -> None:
    names = data.draw(ZONES), data.draw(ZONES)
    here, there = map(ZoneInfo, names)
    start = data.draw(moments(data.draw(st.sampled_from(names))))
    text = shown(Slot(start, start + 30 * MINUTE, "online", start, start + 30 * MINUTE), here, there)
    told = list(TOLD.finditer(text))
    assert ", ".join(match[0] for match in told) == text
    assert minutes_meant(told[0], told[0]["day"], here, start) == [start]
    if start.astimezone(here).utcoffset() == start.astimezone(there).utcoffset():
        assert [match["whose"] for match in told] == [None]
    else:
        assert [match["whose"] for match in told] == ["in your time", "at the clinic"]
        same_day = clock(start, here).date() == clock(start, there).date()
        assert (told[1]["day"] is None) == same_day
        assert minutes_meant(told[1], told[1]["day"] or told[0]["day"], there, start) == [start]


# Known answers.


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


MONDAY = dt.datetime(2026, 11, 23, 18, tzinfo=UTC)  # 1:00 pm in New York
NEW_YORK = ZoneInfo("America/New_York")
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


@pytest.mark.parametrize(
    ("zone", "text"),
    [
        ("America/New_York", "Tuesday 24 November, 2:00 pm (New York)"),
        ("America/Toronto", "Tuesday 24 November, 2:00 pm (Toronto)"),
        ("Europe/Berlin", "Tuesday 24 November, 8:00 pm in your time (Berlin), 2:00 pm at the clinic (New York)"),
        (
            "Asia/Tokyo",
            "Wednesday 25 November, 4:00 am in your time (Tokyo), "
            "Tuesday 24 November, 2:00 pm at the clinic (New York)",
        ),
        (
            "Asia/Kathmandu",
            "Wednesday 25 November, 12:45 am in your time (Kathmandu), "
            "Tuesday 24 November, 2:00 pm at the clinic (New York)",
        ),
        (
            "America/Argentina/Buenos_Aires",
            "Tuesday 24 November, 4:00 pm in your time (Buenos Aires), 2:00 pm at the clinic (New York)",
        ),
        ("US/Pacific", "Tuesday 24 November, 11:00 am in your time (US Pacific), 2:00 pm at the clinic (New York)"),
        ("Etc/GMT-1", "Tuesday 24 November, 8:00 pm in your time (UTC+1), 2:00 pm at the clinic (New York)"),
        ("EST", "Tuesday 24 November, 2:00 pm (UTC-5)"),
        ("UTC", "Tuesday 24 November, 7:00 pm in your time (UTC), 2:00 pm at the clinic (New York)"),
    ],
)
def test_a_slot_is_told_on_the_patients_clock_and_the_clinics(zone: str, text: str) -> None:
    two = dt.datetime(2026, 11, 24, 19, tzinfo=UTC)
    assert shown(Slot(two, two + HOUR / 2, "online", two, two + HOUR / 2), ZoneInfo(zone), NEW_YORK) == text


def test_noon_and_midnight_are_told_apart() -> None:
    noon = dt.datetime(2026, 11, 24, 12, tzinfo=UTC)
    times = [shown(Slot(at, at, "online", at, at), ZoneInfo("UTC"), ZoneInfo("UTC")) for at in (noon, noon + 12 * HOUR)]
    assert times == ["Tuesday 24 November, 12:00 pm (UTC)", "Wednesday 25 November, 12:00 am (UTC)"]


def test_a_time_that_comes_twice_says_which_one_it_is() -> None:
    first = dt.datetime(2026, 11, 1, 5, 30, tzinfo=UTC)
    told = [shown(Slot(at, at, "online", at, at), NEW_YORK, NEW_YORK) for at in (first, first + HOUR)]
    assert told == [
        "Sunday 1 November, 1:30 am (New York, UTC-4)",
        "Sunday 1 November, 1:30 am (New York, UTC-5)",
    ]
