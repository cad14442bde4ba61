from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.consultations.model import Appointment, Change, NoticeKind, Person, Slot, Status
from actions.consultations.notices import notices

NOW = dt.datetime(2026, 11, 23, 9, tzinfo=dt.timezone.utc)
MINUTE = dt.timedelta(minutes=1)
TOLD = (Change.BOOKED, Change.MOVED, Change.CANCELLED)


def appointment(
    starts_in: dt.timedelta, *, email: str | None = "ann@example.org", remind_on: str | None = None
) -> Appointment:
    start = NOW + starts_in
    slot = Slot(start, start + 20 * MINUTE, "team", start, start + 20 * MINUTE)
    person = Person("Ann", "UTC", email, "+1", remind_on)
    return Appointment("id", "K7M-2QF", Status.BOOKED, slot, person, (), 0, "chat", NOW)


def told(change: Change, starts_in: dt.timedelta) -> list[tuple[str, dt.timedelta]]:
    return [(each.kind.value, each.due_at - NOW) for each in notices(change, appointment(starts_in), NOW)]


def test_a_booking_is_confirmed_and_reminded_of_a_day_and_an_hour_before() -> None:
    day, hour, none = dt.timedelta(days=1), dt.timedelta(hours=1), dt.timedelta(0)
    reminders = [("day_before", 2 * day), ("hour_before", 3 * day - hour)]
    assert told(Change.BOOKED, 3 * day) == [("confirmed", none), ("staff_booked", none), *reminders]
    assert told(Change.MOVED, 3 * day) == [("moved", none), ("staff_moved", none), *reminders]
    assert told(Change.CANCELLED, 3 * day) == [("cancelled", none), ("staff_cancelled", none)]


@pytest.mark.parametrize(("minutes", "reminders"), [(24 * 60 + 10, 2), (24 * 60 + 9, 1), (70, 1), (69, 0), (-60, 0)])
def test_a_reminder_that_would_come_with_the_message_itself_is_left_out(minutes: int, reminders: int) -> None:
    assert len(told(Change.BOOKED, minutes * MINUTE)) == 2 + reminders


@pytest.mark.parametrize("change", sorted(set(Change) - set(TOLD)))
def test_holds_are_nobodys_news(change: Change) -> None:
    assert told(change, 99 * 60 * MINUTE) == []


@pytest.mark.parametrize(("change", "reminders"), [(Change.BOOKED, 2), (Change.MOVED, 2), (Change.CANCELLED, 0)])
def test_who_is_reminded_in_a_messenger_needs_no_address(change: Change, reminders: int) -> None:
    by_phone = notices(change, appointment(dt.timedelta(days=3), email=None, remind_on="sms"), NOW)
    with_both = notices(change, appointment(dt.timedelta(days=3), remind_on="sms"), NOW)
    assert [each.kind for each in by_phone[1:]] == sorted(REMINDERS)[:reminders]
    assert with_both[1:] == by_phone, "the confirmation still goes by e-mail"
    assert with_both == notices(change, appointment(dt.timedelta(days=3)), NOW)


@given(st.sampled_from(TOLD), st.integers(-10_000, 100_000), st.sampled_from([None, "", "ann@example.org"]))
def test_the_clinic_is_always_told_once_and_patients_only_by_email(change: Change, minutes: int, email: str) -> None:
    sent = notices(change, appointment(minutes * MINUTE, email=email), NOW)
    assert sum(each.kind.value.startswith("staff_") for each in sent) == 1
    assert len(sent) == len({each.kind for each in sent})
    assert email or len(sent) == 1
    for each in sent:
        assert each.due_at == NOW or (each.due_at >= NOW + 10 * MINUTE and each.kind in REMINDERS)


REMINDERS = {NoticeKind.DAY_BEFORE, NoticeKind.HOUR_BEFORE}
