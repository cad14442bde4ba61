"""What a patient is told means one minute only, on their clock and on the clinic's."""

from __future__ import annotations

import datetime as dt
import re
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from actions.consultations.model import Person, Slot
from actions.consultations.shown import clock_words, day_words, place_words, shown, zone_of
from tests.actions.consultations.clocks import DAY, HOUR, MINUTE, NEW_YORK, UTC, ZONES, clock, minutes, moments

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


@pytest.mark.parametrize(
    ("hour", "minute", "words"),
    [
        (0, 0, "12:00 am"),
        (0, 5, "12:05 am"),
        (11, 59, "11:59 am"),
        (12, 0, "12:00 pm"),
        (13, 30, "1:30 pm"),
        (23, 9, "11:09 pm"),
    ],
)
def test_a_clock_is_told_as_people_say_it(hour: int, minute: int, words: str) -> None:
    assert clock_words(dt.datetime(2026, 11, 24, hour, minute, tzinfo=UTC)) == words


def test_a_day_is_told_in_english_whatever_the_machine_speaks() -> None:
    assert day_words(dt.date(2028, 2, 29)) == "Tuesday 29 February"
    assert day_words(dt.datetime(2026, 11, 1, 23, 59, tzinfo=UTC)) == "Sunday 1 November"


@pytest.mark.parametrize(
    ("zone", "words"),
    [
        ("America/Argentina/Buenos_Aires", "Buenos Aires"),
        ("Etc/GMT+5", "UTC-5"),
        ("UTC", "UTC"),
        ("US/Pacific", "US Pacific"),
        ("Antarctica/Troll", "Troll"),
    ],
)
def test_a_zone_is_told_by_its_place_or_its_offset(zone: str, words: str) -> None:
    assert place_words(dt.datetime(2026, 11, 24, 12, tzinfo=ZoneInfo(zone))) == words


def test_an_offset_may_have_minutes() -> None:
    plain = dt.timezone(dt.timedelta(hours=-3, minutes=-30))
    assert place_words(dt.datetime(2026, 11, 24, 12, tzinfo=plain)) == "UTC-3:30"


@pytest.mark.parametrize("zone", ["", "Mars/Olympus", "../etc/passwd", "\x00", "x" * 5000])
def test_a_zone_that_there_is_none_of_gives_way_to_the_clinics(zone: str) -> None:
    assert zone_of(Person("Ann", zone), NEW_YORK) is NEW_YORK
    assert zone_of(Person("Ann", "Asia/Tokyo"), NEW_YORK) == ZoneInfo("Asia/Tokyo")
