"""What is offered agrees with every minute of the clocks concerned."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from actions.consultations.availability import fits, free, slots
from actions.consultations.calendars import Calendar
from bot.consultation_hours import Days, Hours
from tests.actions.consultations.clocks import (
    DAILY,
    DAY,
    HOUR,
    MINUTE,
    UTC,
    ZONES,
    clock,
    expected_starts,
    minutes,
    moments,
)


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
