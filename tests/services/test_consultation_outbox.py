"""Every change leaves its notices in the outbox, and each notice is somebody's to send, once."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest

from actions.consultations.model import By, NotFoundError, NoticeKind, Person, SlotTakenError
from actions.consultations.records import Due
from actions.consultations.store import Store
from tests.services.booking_samples import CONSENT, MINUTE, NOW, PERSON, QUESTIONS, TTL, book, slot

DAY = dt.timedelta(days=1)
HOUR = 60 * MINUTE
START = slot(9).start
Kind = NoticeKind


def claim(store: Store, now: dt.datetime = NOW, limit: int = 100) -> list[Due]:
    return store.claim(now, 5 * MINUTE, limit)


def kinds(due: list[Due]) -> list[tuple[NoticeKind, int]]:
    return [(each.kind, each.sequence) for each in due]


def test_a_booking_is_told_at_once_and_reminded_of_in_time(store: Store) -> None:
    made = book(store, slot(9))
    told = claim(store)
    assert kinds(told) == [(Kind.CONFIRMED, 0), (Kind.STAFF_BOOKED, 0)]
    assert {(due.appointment, due.questions, due.attempts, due.before) for due in told} == {(made, QUESTIONS, 0, None)}
    for due in told:
        store.sent(due.id, NOW)
    assert claim(store, START - DAY - dt.timedelta(seconds=1)) == []
    assert kinds(claim(store, START - DAY)) == [(Kind.DAY_BEFORE, 0)]
    assert kinds(claim(store, START - HOUR, limit=9))[-1:] == [(Kind.HOUR_BEFORE, 0)]


def test_without_an_email_address_only_the_clinic_is_told(store: Store) -> None:
    made = book(store, slot(9), person=Person("Bob", "UTC", phone="+9771234567"))
    store.move(made.id, slot(10), "k1", By.STAFF, NOW)
    store.cancel(made.id, "k2", By.STAFF, NOW)
    assert kinds(claim(store, START + DAY)) == [(Kind.STAFF_CANCELLED, 2)]


def test_without_an_email_address_reminders_still_go_to_the_messenger_that_was_chosen(store: Store) -> None:
    wants = Person("Bob", "UTC", phone="+9771234567", remind_on="whatsapp")
    made = book(store, slot(9), person=wants)
    assert kinds(claim(store)) == [(Kind.STAFF_BOOKED, 0)]
    store.move(made.id, slot(9, day=5), "k1", By.LINK, NOW)
    due = claim(store, slot(9, day=5).start)
    assert kinds(due) == [(Kind.STAFF_MOVED, 1), (Kind.DAY_BEFORE, 1), (Kind.HOUR_BEFORE, 1)]
    assert {each.appointment.person for each in due} == {wants}
    store.cancel(made.id, "k2", By.STAFF, NOW)
    assert kinds(claim(store, START + 30 * DAY)) == [(Kind.STAFF_CANCELLED, 2)]


def test_a_change_drops_what_is_not_true_any_more(store: Store) -> None:
    made = book(store, slot(9))
    moved = store.move(made.id, slot(9, day=5, calendar="room"), "k1", By.LINK, NOW)
    told = claim(store)
    assert kinds(told) == [(Kind.MOVED, 1), (Kind.STAFF_MOVED, 1)]
    assert told[0].appointment == moved
    old = made.slot
    assert told[0].before == dataclasses.replace(old, busy_from=old.start, busy_until=old.end)
    assert claim(store, START) == told  # no reminder of the old time; the leases are over
    store.cancel(made.id, "k2", By.LINK, NOW)
    assert kinds(claim(store, START + 9 * DAY)) == [(Kind.CANCELLED, 2), (Kind.STAFF_CANCELLED, 2)]


def test_what_was_not_changed_tells_nothing(store: Store) -> None:
    held = store.hold(slot(9), "a", NOW, TTL)
    store.hold(slot(10), "b", NOW, TTL)
    store.release(held.id, NOW)
    with pytest.raises(SlotTakenError):
        store.hold(slot(10), "c", NOW, TTL)
    with pytest.raises(NotFoundError):
        store.confirm(held.id, PERSON, CONSENT, "k", By.CHAT, NOW)
    assert claim(store, START + DAY) == []


def test_a_claimed_notice_is_nobody_elses_until_its_lease_ends(store: Store) -> None:
    book(store, slot(9))
    first = claim(store, limit=1)
    assert kinds(first) == [(Kind.CONFIRMED, 0)]
    assert kinds(claim(store, limit=1)) == [(Kind.STAFF_BOOKED, 0)]
    assert claim(store, NOW + 5 * MINUTE - dt.timedelta(seconds=1)) == []
    assert claim(store, NOW + 5 * MINUTE)[:1] == first


def test_a_failed_notice_comes_again_when_it_is_time_and_counts_its_attempts(store: Store) -> None:
    book(store, slot(9))
    first, other = claim(store)
    store.sent(other.id, NOW)
    store.failed(first.id, "mailbox full", NOW + HOUR, NOW)
    assert claim(store, NOW + HOUR - MINUTE) == []
    again = claim(store, NOW + HOUR)
    assert [(due.id, due.attempts) for due in again] == [(first.id, 1)]
    store.gave_up(first.id, "no such mailbox", NOW + HOUR)
    assert claim(store, NOW + DAY) == []
    rows = {row["id"]: row for row in store.export_person(owner="chat-1")["outbox"]}
    assert rows[first.id]["error"] == "no such mailbox"
    assert rows[first.id]["given_up_at"] == (NOW + HOUR).isoformat()


def test_a_sent_notice_stays_sent(store: Store) -> None:
    book(store, slot(9))
    for due in claim(store):
        store.sent(due.id, NOW)
        store.sent(due.id, NOW + HOUR)
    assert claim(store, NOW + HOUR) == []
    rows = store.export_person(owner="chat-1")["outbox"]
    assert [row["sent_at"] for row in rows if row["sent_at"]] == [NOW.isoformat()] * 2


def test_overdue_counts_what_should_have_been_sent(store: Store) -> None:
    made = book(store, slot(9))
    grace = 15 * MINUTE
    assert store.overdue(NOW + grace - dt.timedelta(seconds=1), grace) == 0
    assert store.overdue(NOW + grace, grace) == 2
    first, other = claim(store)
    store.failed(first.id, "later", NOW + DAY, NOW)
    store.sent(other.id, NOW)
    assert store.overdue(NOW + grace, grace) == 1  # waiting for its next try does not excuse it
    store.gave_up(first.id, "never", NOW)
    assert store.overdue(NOW + grace, grace) == 0
    assert store.overdue(START, grace) == 2  # the reminders
    store.cancel(made.id, "k", By.LINK, NOW)
    assert store.overdue(START, grace) == 2  # the reminders are dropped, the cancellation is due
