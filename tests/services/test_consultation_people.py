"""What is held about a person can be handed out, forgotten, and is gone when its time is over."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
from pathlib import Path

import pytest

from actions.consultations.model import By, Change, NoticeKind, Person, Status
from actions.consultations.store import Store, open_store
from tests.services.booking_samples import CONSENT, MINUTE, NOW, PERSON, QUESTIONS, TTL, book, slot

DAY = dt.timedelta(days=1)
BOB = Person("Bob", "Asia/Kathmandu", email="bob@example.org", phone="+9771234567")
MADE_UP = ("Amélie", "amelie", "+442079460018", "chat-amelie", "PRP", "Europe/London")


def test_everything_held_about_a_person_is_handed_out(store: Store) -> None:
    made = book(store, slot(9), owner="chat-amelie")
    store.move(made.id, slot(10), "k", By.LINK, NOW)
    book(store, slot(12), owner="chat-bob", person=BOB)
    held = store.hold(slot(14), "chat-amelie", NOW, TTL)
    told = store.export_person(email="AMELIE@example.org")
    assert [len(told[name]) for name in ("appointments", "consents", "requests", "history")] == [1, 1, 2, 3]
    (row,) = told["appointments"]
    assert (row["name"], row["email"], row["calendar"], row["status"]) == (PERSON.name, PERSON.email, "team", "booked")
    assert row["starts_at"] == "2026-12-01T10:00:00+00:00"
    assert told["consents"][0]["questions"] == list(QUESTIONS)
    assert json.loads(json.dumps(told)) == told
    assert "bob" not in json.dumps(told).lower()
    assert {row["id"] for row in store.export_person(owner="chat-amelie")["appointments"]} == {made.id, held.id}
    assert store.export_person(phone=PERSON.phone) == told
    assert set(map(len, store.export_person(email="nobody@example.org").values())) == {0}


def test_where_somebody_is_reminded_is_handed_out_and_forgotten(store: Store) -> None:
    made = book(store, slot(9), person=dataclasses.replace(PERSON, remind_on="telegram"), owner="telegram-1")
    (row,) = store.export_person(owner="telegram-1")["appointments"]
    assert row["remind_on"] == "telegram"
    store.forget_person(owner="telegram-1", now=NOW)
    kept = store.get(made.id)
    assert kept is not None
    assert kept.person == Person("", "UTC")
    assert [due.kind for due in store.claim(NOW + 30 * DAY, MINUTE, 9)] == [NoticeKind.STAFF_CANCELLED]


@pytest.mark.parametrize("nobody", [{}, {"email": ""}, {"email": None, "phone": "", "owner": ""}])
def test_nobody_in_particular_is_neither_handed_out_nor_forgotten(store: Store, nobody: dict[str, str]) -> None:
    made = book(store, slot(9))
    with pytest.raises(ValueError, match="nobody is named"):
        store.export_person(**nobody)
    with pytest.raises(ValueError, match="nobody is named"):
        store.forget_person(**nobody, now=NOW)
    assert store.get(made.id) == made


def test_a_forgotten_persons_coming_appointment_is_cancelled_and_the_clinic_told_without_a_name(store: Store) -> None:
    made = book(store, slot(9))
    counts = store.forget_person(email=PERSON.email, now=NOW + MINUTE)
    assert counts == {"appointments": 1, "cancelled": 1, "history": 0, "consents": 1, "requests": 1, "outbox": 4}
    (due,) = store.claim(NOW + 30 * DAY, MINUTE, 9)
    assert (due.kind, due.appointment.slot) == (NoticeKind.STAFF_CANCELLED, made.slot)
    assert store.find(made.reference) is None
    assert store.find(due.appointment.reference) == due.appointment
    assert (due.appointment.person, due.questions, due.appointment.owner) == (Person("", "UTC"), (), "")
    assert due.appointment.status is Status.CANCELLED
    assert store.history(made.id)[-1].change is Change.CANCELLED
    assert store.of_contact(str(PERSON.email)) == []
    assert store.consent_of(made.id) is None
    assert store.hold(made.slot, "b", NOW, TTL).slot == made.slot


def test_a_past_appointment_of_a_forgotten_person_stays_as_a_time_without_a_name(store: Store) -> None:
    made = book(store, slot(9))
    later = made.slot.start + DAY
    counts = store.forget_person(phone=PERSON.phone, now=later)
    assert (counts["appointments"], counts["cancelled"]) == (1, 0)
    kept = store.get(made.id)
    assert kept is not None
    assert (kept.status, kept.slot, kept.person) == (Status.BOOKED, made.slot, Person("", "UTC"))
    assert store.claim(later, MINUTE, 9) == []


def test_a_cancellation_that_the_clinic_has_not_heard_of_still_reaches_it(store: Store) -> None:
    made = book(store, slot(9))
    store.cancel(made.id, "k", By.LINK, NOW)
    store.forget_person(email=PERSON.email, now=NOW)
    assert [due.kind for due in store.claim(NOW, MINUTE, 9)] == [NoticeKind.STAFF_CANCELLED]


def test_a_forgotten_conversations_holds_are_deleted(store: Store) -> None:
    held = store.hold(slot(9), "chat-amelie", NOW, TTL)
    assert store.forget_person(owner="chat-amelie", now=NOW)["history"] == 1
    assert store.history(held.id) == []
    assert store.hold(slot(9), "b", NOW, TTL).slot == slot(9)


def test_others_are_not_forgotten(store: Store) -> None:
    book(store, slot(9))
    bobs = book(store, slot(10), owner="chat-bob", person=BOB)
    rows = store.export_person(email=BOB.email)
    store.forget_person(email=PERSON.email, phone=PERSON.phone, owner="chat-1", now=NOW)
    assert store.export_person(email=BOB.email) == rows
    assert store.get(bobs.id) == bobs


def test_forgetting_again_finds_nobody(store: Store) -> None:
    book(store, slot(9))
    store.forget_person(email=PERSON.email, now=NOW)
    assert set(store.forget_person(email=PERSON.email, now=NOW).values()) == {0}


def test_no_byte_about_a_forgotten_person_stays_in_the_files(tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path}/c.sqlite")
    made = book(store, slot(9), owner="chat-amelie")
    book(store, slot(10), owner="chat-bob", person=BOB)
    for due in store.claim(NOW, MINUTE, 1):
        store.failed(due.id, f"550 {PERSON.email} unknown", NOW + DAY, NOW)
    store.move(made.id, slot(12), "k", By.LINK, NOW)
    assert found_in(tmp_path) == set(MADE_UP)
    store.forget_person(email=PERSON.email, now=NOW)
    assert found_in(tmp_path) <= {"PRP", "Europe/London"}  # Bob asked the same
    store.forget_person(email=BOB.email, now=NOW)
    assert found_in(tmp_path) == set()
    store.close()


def found_in(folder: Path) -> set[str]:
    held = b"".join(path.read_bytes() for path in folder.iterdir()).lower()
    return {word for word in MADE_UP if word.lower().encode() in held or word.encode() in held}


def test_what_is_over_for_long_is_deleted_with_all_that_belongs_to_it(store: Store) -> None:
    old, cancelled = book(store, slot(9)), book(store, slot(11), owner="b")
    store.cancel(cancelled.id, "k", By.LINK, NOW)
    kept = book(store, slot(9, day=9), owner="c")
    held = store.hold(slot(9, day=8), "d", NOW, TTL)
    counts = store.purge(slot(9, day=5).start, slot(9, day=6).start)
    assert counts == {"appointments": 3, "history": 7, "outbox": 10, "consents": 2, "requests": 4}
    assert [store.get(each.id) for each in (old, cancelled, kept)] == [None, None, kept]
    assert store.history(held.id) == store.history(old.id) == []
    assert store.purge(kept.slot.end + DAY, NOW)["appointments"] == 0  # never what is still to come
    assert store.consent_of(kept.id) == CONSENT
