"""What the store promises, on SQLite and on PostgreSQL."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest

from actions.consultations.model import (
    By,
    Change,
    Consent,
    HoldExpiredError,
    NotFoundError,
    Person,
    Slot,
    SlotTakenError,
    Status,
)
from actions.consultations.requests import KeyReusedError
from actions.consultations.store import Store
from tests.services.booking_samples import CONSENT, MINUTE, NOW, PERSON, QUESTIONS, TTL, book, slot

DAY = dt.timedelta(days=1)
DECEMBER = dt.datetime(2026, 12, 1, tzinfo=dt.timezone.utc)
LATER = NOW + TTL


def taken(store: Store, now: dt.datetime = NOW, calendar: str = "team") -> list[tuple[dt.datetime, dt.datetime]]:
    return store.busy(calendar, DECEMBER, DECEMBER + 31 * DAY, now)


def span(*slots: Slot) -> list[tuple[dt.datetime, dt.datetime]]:
    return [(each.busy_from, each.busy_until) for each in slots]


def changes(store: Store, number: str) -> list[tuple[Change, By]]:
    return [(entry.change, entry.by) for entry in store.history(number)]


def test_a_hold_takes_its_time_until_it_runs_out(store: Store) -> None:
    held = store.hold(slot(9), "a", NOW, TTL)
    assert (held.slot, held.owner, held.expires_at) == (slot(9), "a", LATER)
    assert taken(store, LATER - dt.timedelta(seconds=1)) == span(slot(9))
    assert taken(store, LATER) == []


@pytest.mark.parametrize("minute", [0, 1, 20, 29], ids="same touching-at-all in-its-buffer by-a-minute".split())
def test_an_overlapping_time_is_refused_buffers_included(store: Store, minute: int) -> None:
    store.hold(slot(9), "a", NOW, TTL)
    with pytest.raises(SlotTakenError):
        store.hold(slot(9, minute), "b", NOW, TTL)


def test_back_to_back_and_other_calendars_are_free(store: Store) -> None:
    for number, wanted in enumerate([slot(9, 30), slot(9), slot(10), slot(9, calendar="room")]):
        store.hold(wanted, f"owner-{number}", NOW, TTL)
    assert taken(store) == span(slot(9), slot(9, 30), slot(10))
    assert taken(store, calendar="room") == span(slot(9))


def test_busy_tells_what_touches_the_time_asked_for_and_nothing_else(store: Store) -> None:
    store.hold(slot(9), "a", NOW, TTL)
    ends = slot(9).busy_until
    assert store.busy("team", ends - MINUTE, ends + MINUTE, NOW) == span(slot(9))
    assert store.busy("team", ends, ends + MINUTE, NOW) == []
    assert store.busy("unknown", DECEMBER, DECEMBER + DAY, NOW) == []


def test_a_conversation_holds_one_time_and_changes_its_mind(store: Store) -> None:
    first = store.hold(slot(9), "a", NOW, TTL)
    second = store.hold(slot(9, 10), "a", NOW, TTL)  # overlaps its own
    assert taken(store) == span(slot(9, 10))
    assert changes(store, first.id) == [(Change.HELD, By.CHAT), (Change.RELEASED, By.CHAT)]
    with pytest.raises(NotFoundError):
        store.confirm(first.id, PERSON, CONSENT, "k", By.CHAT, NOW)
    store.release(second.id, NOW)
    store.release(second.id, NOW)
    store.release("unknown", NOW)
    assert taken(store) == []


def test_a_refused_hold_leaves_the_earlier_one(store: Store) -> None:
    store.hold(slot(9), "a", NOW, TTL)
    mine = store.hold(slot(10), "b", NOW, TTL)
    with pytest.raises(SlotTakenError):
        store.hold(slot(9), "b", NOW, TTL)
    assert taken(store) == span(slot(9), slot(10))
    assert store.confirm(mine.id, PERSON, CONSENT, "k", By.CHAT, NOW).slot == slot(10)


def test_a_time_whose_hold_ran_out_goes_to_the_next(store: Store) -> None:
    late = store.hold(slot(9), "a", NOW, TTL)
    store.hold(slot(9, 10), "b", LATER, TTL)
    assert changes(store, late.id)[-1] == (Change.EXPIRED, By.SYSTEM)
    with pytest.raises(HoldExpiredError):
        store.confirm(late.id, PERSON, CONSENT, "k", By.CHAT, LATER)
    assert store.get(late.id) is None


@pytest.mark.parametrize("marked", [True, False])
def test_a_hold_that_ran_out_is_honoured_while_nobody_took_it(store: Store, marked: bool) -> None:
    held = store.hold(slot(9), "a", NOW, TTL)
    if marked:
        store.hold(slot(12), "b", LATER, TTL)  # whoever holds next marks what ran out
    assert store.confirm(held.id, PERSON, CONSENT, "k", By.CHAT, LATER + DAY).slot == slot(9)


def test_a_hold_is_not_honoured_once_its_time_has_come(store: Store) -> None:
    held = store.hold(slot(9), "a", NOW, TTL)
    with pytest.raises(HoldExpiredError):
        store.confirm(held.id, PERSON, CONSENT, "k", By.CHAT, slot(9).start)


def test_a_hold_that_was_given_up_is_not_honoured(store: Store) -> None:
    held = store.hold(slot(9), "a", NOW, TTL)
    store.release(held.id, NOW)
    with pytest.raises(NotFoundError):
        store.confirm(held.id, PERSON, CONSENT, "k", By.CHAT, NOW)
    assert taken(store) == []


def test_a_confirmed_hold_is_an_appointment(store: Store) -> None:
    held = store.hold(slot(9), "a", NOW, TTL)
    made = store.confirm(held.id, PERSON, CONSENT, "k", By.CHAT, NOW)
    assert made == store.get(made.id) == store.find(made.reference)
    assert (made.id, made.slot, made.person, made.owner) == (held.id, slot(9), PERSON, "a")
    assert (made.status, made.sequence, made.booked_at, made.questions) == (Status.BOOKED, 0, NOW, QUESTIONS)
    assert store.consent_of(made.id) == CONSENT
    assert changes(store, made.id) == [(Change.HELD, By.CHAT), (Change.BOOKED, By.CHAT)]
    assert taken(store, NOW + DAY) == span(slot(9))


def test_where_somebody_wants_to_be_reminded_stays_known_through_every_change(store: Store) -> None:
    wants = dataclasses.replace(PERSON, remind_on="whatsapp")
    made = book(store, slot(9), person=wants)
    moved = store.move(made.id, slot(10), "k1", By.LINK, NOW)
    cancelled = store.cancel(made.id, "k2", By.LINK, NOW)
    assert {each.person for each in (made, moved, cancelled)} == {wants}
    assert store.of_contact(str(PERSON.email)) == [cancelled]


def test_another_wish_for_reminders_is_another_request(store: Store) -> None:
    made = book(store, slot(9), key="k")
    with pytest.raises(KeyReusedError):
        store.confirm(made.id, dataclasses.replace(PERSON, remind_on="sms"), CONSENT, "k", By.CHAT, NOW)
    assert store.get(made.id) == made


def test_questions_are_kept_only_with_consent(store: Store) -> None:
    held = store.hold(slot(9), "a", NOW, TTL)
    refused = dataclasses.replace(CONSENT, given=False)
    made = store.confirm(held.id, PERSON, refused, "k", By.CHAT, NOW)
    assert made.questions == ()
    assert store.consent_of(made.id) == dataclasses.replace(refused, questions=())


@pytest.mark.parametrize("person", [Person("Ann", "UTC"), Person("", "UTC", email="a@example.org")])
def test_nobody_is_booked_without_a_name_and_a_contact(store: Store, person: Person) -> None:
    held = store.hold(slot(9), "a", NOW, TTL)
    with pytest.raises(ValueError, match="needs a name"):
        store.confirm(held.id, person, CONSENT, "k", By.CHAT, NOW)


def test_the_same_request_again_writes_nothing(store: Store) -> None:
    held = store.hold(slot(9), "a", NOW, TTL)
    consent_later = dataclasses.replace(CONSENT, at=NOW + MINUTE)
    made = store.confirm(held.id, PERSON, CONSENT, "confirm", By.CHAT, NOW)
    moved = store.move(made.id, slot(10), "move", By.CHAT, NOW)
    rows = store.export_person(owner="a")
    assert store.confirm(held.id, PERSON, consent_later, "confirm", By.CHAT, LATER) == moved
    assert store.move(made.id, slot(10), "move", By.CHAT, LATER) == moved
    assert store.export_person(owner="a") == rows
    cancelled = store.cancel(made.id, "cancel", By.CHAT, NOW)
    rows = store.export_person(owner="a")
    assert store.cancel(made.id, "cancel", By.CHAT, LATER) == store.cancel(made.id, "once more", By.LINK, LATER)
    assert store.move(made.id, slot(10), "move", By.CHAT, LATER) == cancelled
    assert store.export_person(owner="a") == rows


def test_a_key_that_was_used_for_something_else_is_refused(store: Store) -> None:
    made = book(store, slot(9), key="k")
    other = store.hold(slot(10), "b", NOW, TTL)
    with pytest.raises(KeyReusedError):
        store.confirm(other.id, PERSON, CONSENT, "k", By.CHAT, NOW)
    with pytest.raises(KeyReusedError):
        store.confirm(made.id, dataclasses.replace(PERSON, name="Bob"), CONSENT, "k", By.CHAT, NOW)
    with pytest.raises(KeyReusedError):
        store.move(made.id, slot(11), "k", By.CHAT, NOW)
    with pytest.raises(KeyReusedError):
        store.cancel(made.id, "k", By.CHAT, NOW)
    assert store.get(made.id) == made


def test_the_refusal_of_a_key_says_what_it_led_to(store: Store) -> None:
    made = book(store, slot(9), key="k")
    other = store.hold(slot(10), "b", NOW, TTL)
    with pytest.raises(KeyReusedError) as refused:
        store.confirm(other.id, PERSON, CONSENT, "k", By.CHAT, NOW)
    assert refused.value.appointment_id == made.id
    assert store.made("k") == made
    assert store.made("another key") is None


def test_a_booking_is_the_same_request_whichever_hold_of_its_time_it_came_from(store: Store) -> None:
    first = store.hold(slot(9), "a", NOW, TTL)
    second = store.hold(slot(9), "a", LATER, TTL)  # the first ran out, and the time was taken anew
    made = store.confirm(second.id, PERSON, CONSENT, "k", By.CHAT, LATER)
    assert store.confirm(first.id, PERSON, CONSENT, "k", By.CHAT, LATER) == made


@pytest.mark.parametrize("by", [By.CHAT, By.LINK])
def test_patients_change_nothing_that_has_begun(store: Store, by: By) -> None:
    made, start = book(store, slot(9), key="k"), slot(9).start
    with pytest.raises(NotFoundError):
        store.cancel(made.id, "cancel", by, start)
    with pytest.raises(NotFoundError):
        store.move(made.id, slot(12), "move", by, start)
    assert store.get(made.id) == made
    moved = store.move(made.id, slot(12), "move", by, start - MINUTE)
    assert store.move(made.id, slot(12), "move", by, slot(12).start) == moved, "what was done before is told again"
    assert store.cancel(made.id, "cancel", By.STAFF, slot(12).start).status is Status.CANCELLED


def test_a_hold_is_booked_once(store: Store) -> None:
    made = book(store, slot(9))
    with pytest.raises(NotFoundError):
        store.confirm(made.id, PERSON, CONSENT, "another key", By.CHAT, NOW)
    store.release(made.id, NOW)
    assert store.get(made.id) == made


def test_a_move_takes_the_new_time_and_frees_the_old(store: Store) -> None:
    made = book(store, slot(9))
    moved = store.move(made.id, slot(9, 10, calendar="room"), "k", By.LINK, NOW)
    assert moved == dataclasses.replace(made, slot=slot(9, 10, calendar="room"), sequence=1)
    assert (taken(store), taken(store, calendar="room")) == ([], span(slot(9, 10)))
    entry = store.history(made.id)[-1]
    assert (entry.change, entry.by, entry.at) == (Change.MOVED, By.LINK, NOW)
    assert entry.before is not None
    assert entry.after is not None
    assert (entry.before.start, entry.before.end, entry.before.calendar) == (made.slot.start, made.slot.end, "team")
    assert (entry.after.start, entry.after.end, entry.after.calendar) == (moved.slot.start, moved.slot.end, "room")


def test_a_move_may_overlap_the_time_it_leaves_and_holds_that_ran_out(store: Store) -> None:
    made = book(store, slot(9))
    store.hold(slot(9, 30), "b", NOW, TTL)
    assert store.move(made.id, slot(9, 20), "k", By.STAFF, LATER).slot == slot(9, 20)


def test_a_move_to_a_taken_time_changes_nothing(store: Store) -> None:
    made = book(store, slot(9))
    book(store, slot(10), owner="chat-2")
    rows = store.export_person(email=PERSON.email)
    with pytest.raises(SlotTakenError):
        store.move(made.id, slot(10, 10), "k", By.LINK, NOW)
    assert store.export_person(email=PERSON.email) == rows
    assert store.move(made.id, slot(11), "k", By.LINK, NOW).slot == slot(11)  # its key is still fresh


def test_a_move_takes_the_time_that_the_mover_holds(store: Store) -> None:
    made = book(store, slot(9))
    held = store.hold(slot(10), "chat-2", NOW, TTL)
    with pytest.raises(SlotTakenError):
        store.move(made.id, slot(10), "k", By.CHAT, NOW)
    assert store.move(made.id, slot(10), "k", By.CHAT, NOW, held=held.id).slot == slot(10)
    assert taken(store) == span(slot(10))


def test_a_cancelled_appointment_frees_its_time_and_stays_known(store: Store) -> None:
    made = book(store, slot(9))
    cancelled = store.cancel(made.id, "k", By.LINK, NOW)
    assert cancelled == dataclasses.replace(made, status=Status.CANCELLED, sequence=1)
    assert changes(store, made.id)[-1] == (Change.CANCELLED, By.LINK)
    assert store.find(made.reference) == cancelled
    assert book(store, slot(9), owner="chat-2").slot == slot(9)


def test_only_what_is_booked_can_be_moved_or_cancelled(store: Store) -> None:
    held = store.hold(slot(9), "a", NOW, TTL)
    over = store.cancel(book(store, slot(10), owner="b").id, "k", By.CHAT, NOW)
    for number in (held.id, over.id, "unknown"):
        with pytest.raises(NotFoundError):
            store.move(number, slot(12), "k2", By.CHAT, NOW)
    for number in (held.id, "unknown"):
        with pytest.raises(NotFoundError):
            store.cancel(number, "k3", By.CHAT, NOW)


def test_a_reference_is_found_however_it_is_typed(store: Store) -> None:
    made = book(store, slot(9))
    letters = made.reference.replace("-", "")
    for typed in (
        made.reference,
        letters,
        letters.lower(),
        f" {' '.join(letters)} ",
        f"{letters[:3]}\N{EN DASH}{letters[3:]}",
    ):
        assert store.find(typed) == made
    for typed in ("", letters[:5], letters + "A", "' OR 1=1", "000000"):
        assert store.find(typed) is None


def test_appointments_are_listed_by_time_and_by_contact(store: Store) -> None:
    bob = Person("Bob", "Asia/Kathmandu", phone="+9771234567")
    late = book(store, slot(9, day=2), owner="a")
    early = book(store, slot(9), owner="b", person=bob)
    over = store.cancel(book(store, slot(11), owner="c").id, "k", By.CHAT, NOW)
    store.hold(slot(12), "d", NOW, TTL)
    assert store.between(DECEMBER, DECEMBER + 2 * DAY) == [early, late]
    assert store.between(DECEMBER, DECEMBER + DAY, [Status.BOOKED, Status.CANCELLED]) == [early, over]
    assert store.between(early.slot.start + MINUTE, late.slot.start) == []
    assert store.of_contact(" amelie@EXAMPLE.org ") == store.of_contact("+442079460018") == [over, late]
    assert store.of_contact("+9771234567") == [early]
    assert store.of_contact("") == []


def test_instants_in_any_zone_are_kept_to_the_second(store: Store) -> None:
    kathmandu = dt.timezone(dt.timedelta(hours=5, minutes=45))
    there = Slot(
        *(t.astimezone(kathmandu) for t in (slot(9).start, slot(9).end)), "team", slot(9).busy_from, slot(9).busy_until
    )
    made = book(store, there)
    assert made.slot.start.utcoffset() == dt.timedelta(0)
    assert made.slot == slot(9)


def test_an_instant_without_a_zone_is_a_mistake(store: Store) -> None:
    with pytest.raises(Exception, match="has no time zone"):
        store.hold(slot(9), "a", NOW.replace(tzinfo=None), TTL)


def test_what_people_write_is_kept_as_it_is(store: Store) -> None:
    person = Person(
        "Robert'); DROP TABLE appointments;-- 中文 🙂", "America/Argentina/Buenos_Aires", email="ü@example.org"
    )
    consent = Consent("v\N{EN DASH}1", "00", given=True, at=NOW, channel="web", questions=("¿Duele? \\ \" '", "𝒫"))
    held = store.hold(slot(9), "a'\"", NOW, TTL)
    made = store.confirm(held.id, person, consent, "k", By.CHAT, NOW)
    assert (made.person, made.questions) == (person, consent.questions)
