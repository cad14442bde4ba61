"""Days that may mean two things, or pass, or do not exist in every year: the reading says what it took them for."""

from __future__ import annotations

import datetime as dt

from bot.booking.when import mentions_time, one_slip, read_when
from tests.bot.booking.when_samples import LONDON, NOW, read


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
