"""Staff see, move and cancel consultations from the command line, and are told what to do when something is wrong."""

from __future__ import annotations

import datetime as dt
import json
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from fhir.resources.R4B.bundle import Bundle
from icalendar import Calendar

from actions.clock import utc_now
from actions.consultations.deadlines import GRACE
from actions.consultations.model import By, Change, NoticeKind, Person, Slot, Status
from tests.services.booking_samples import TTL
from tests.services.staff_samples import QUESTIONS, Clinic

ANN = Person("Wilhelmina Quorndon", "Europe/London", email="wilma.q@example.org", phone="+442079460018")
BOB = Person("Bob [red]", "Asia/Kathmandu", phone="+97714123456")


@pytest.fixture
def clinic(tmp_path: Path) -> Iterator[Clinic]:
    opened = Clinic(tmp_path)
    yield opened
    opened.store.close()


def refused(clinic: Clinic, *arguments: str) -> str:
    result = clinic.quick(*arguments)
    assert result.status == 1, result.told
    assert "Traceback" not in result.told
    return " ".join(result.err.split())


def clinic_time(clinic: Clinic, number: int) -> str:
    return f"{clinic.free(number).start.astimezone(clinic.parts.desk.zone):%Y-%m-%d %H:%M}"


def test_a_consultation_is_listed_shown_moved_and_cancelled_by_staff(clinic: Clinic) -> None:
    made = clinic.book(ANN, "chat-ann", clinic.free(0))
    listed = clinic.run("bookings", "list")
    assert listed.status == 0
    assert made.reference in listed.out
    assert "Wilhelmina Quorndon" in listed.out
    target, to = clinic.free(5), clinic_time(clinic, 5)
    asked = clinic.run("bookings", "move", made.reference, to)
    assert (asked.status, clinic.store.get(made.id)) == (1, made)
    assert "add --yes" in asked.told
    moved = clinic.run("bookings", "move", made.reference.lower().replace("-", ""), to, input="y\n")
    assert moved.status == 0, moved.err
    now_at = clinic.store.get(made.id)
    assert now_at is not None
    assert (now_at.slot, now_at.sequence) == (target, 1)
    cancelled = clinic.run("bookings", "cancel", made.reference, "--yes")
    assert cancelled.status == 0, cancelled.err
    history = [(row.change, row.by) for row in clinic.store.history(made.id)]
    assert history[-2:] == [(Change.MOVED, By.STAFF), (Change.CANCELLED, By.STAFF)]
    kinds = {due.kind for due in clinic.store.claim(utc_now(), TTL, 20)}
    assert kinds == {NoticeKind.CANCELLED, NoticeKind.STAFF_CANCELLED}  # what it made untrue is dropped
    assert target in clinic.parts.desk.free()
    again = clinic.quick("bookings", "cancel", made.reference, "--yes")
    assert (again.status, len(clinic.store.history(made.id))) == (0, len(history))


def test_show_gives_the_whole_record(clinic: Clinic) -> None:
    made = clinic.book(ANN, "chat-ann", clinic.free(0))
    told = clinic.quick("bookings", "show", made.reference).out
    for text in (
        ANN.name,
        ANN.email,
        ANN.phone,
        ANN.zone,
        "chat-ann",
        "given",
        *QUESTIONS,
        "held",
        "booked",
        "pending",
    ):
        assert str(text) in told
    record = json.loads(clinic.quick("bookings", "show", made.reference, "--json").out)
    assert [row["change"] for row in record["history"]] == ["held", "booked"]
    assert record["consent"]["given"] is True
    assert {notice["kind"] for notice in record["notices"]} >= {"confirmed", "staff_booked"}
    assert {notice["state"] for notice in record["notices"]} == {"pending"}


def test_list_chooses_by_time_and_status(clinic: Clinic) -> None:
    first, second = clinic.book(ANN, "a", clinic.free(0)), clinic.book(BOB, "b", clinic.free(40))
    clinic.store.cancel(second.id, "k", By.LINK, utc_now())

    def listed(*arguments: str) -> list[str]:
        rows = json.loads(clinic.quick("bookings", "list", "--json", *arguments).out)
        return [row["reference"] for row in rows]

    day = f"{first.slot.start.astimezone(clinic.parts.desk.zone):%Y-%m-%d}"
    assert listed() == [first.reference]
    assert listed("--all") == [first.reference, second.reference]
    assert listed("--status", "cancelled") == [second.reference]
    assert listed("--status", "all", "--since", day, "--until", day) == [first.reference]
    assert listed("--status", "all", "--since", second.slot.start.strftime("%Y-%m-%d")) == [second.reference]
    (row,) = json.loads(clinic.quick("bookings", "list", "--json").out)
    assert (row["name"], row["email"], row["questions"]) == (ANN.name, ANN.email, list(QUESTIONS))


def test_day_and_week_show_what_is_booked_held_and_free(clinic: Clinic) -> None:
    made, held = clinic.book(ANN, "a", clinic.free(0)), clinic.free(1)
    clinic.store.hold(held, "b", utc_now(), TTL)
    day = f"{made.slot.start.astimezone(clinic.parts.desk.zone):%Y-%m-%d}"
    told = clinic.quick("bookings", "week", day).out
    assert "America/New_York" in told
    assert made.reference in told
    assert "Online consultation team" in told
    assert " free " in told
    assert told.count(" held ") == 1
    line = next(line for line in clinic.quick("bookings", "day", day).out.splitlines() if made.reference in line)
    assert f"{made.slot.start.astimezone(clinic.parts.desk.zone):%H:%M}-" in line
    assert "booked" in line


def test_what_cannot_be_moved_there_is_refused_with_times_that_can_be_had(clinic: Clinic) -> None:
    made, other = clinic.book(ANN, "a", clinic.free(0)), clinic.book(BOB, "b", clinic.free(3))
    at = f"{other.slot.start.astimezone(clinic.parts.desk.zone):%Y-%m-%d %H:%M}"
    near = clinic_time(clinic, 2)
    taken = refused(clinic, "bookings", "move", made.reference, at, "--yes")
    assert "is taken; free near it:" in taken
    assert near in taken
    odd = refused(clinic, "bookings", "move", made.reference, at[:-2] + "07", "--yes")
    assert "online gives no consultation at" in odd
    assert near in odd
    assert "use --calendar" in refused(clinic, "bookings", "move", made.reference, at, "--calendar", "x", "--yes")
    assert clinic.store.get(made.id) == made
    assert clinic.store.get(other.id) == other


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("bookings", "show", "nope"), "'nope' is not a reference; it has six letters and digits, such as K7M-2QF"),
        (("bookings", "show", "K7M-2QF"), "no consultation K7M-2QF; `hairline bookings list --all` shows all"),
        (("bookings", "list", "--since", "soon"), "'soon' is not a day; write 2026-12-03, today or tomorrow"),
        (("bookings", "outbox", "--retry", "7"), "no notice 7 waits to be sent"),
        (("export",), "say who: --email, --phone, --sender or --reference"),
        (("forget", "--email", "wilma"), "'wilma' is not an e-mail address"),
        (("forget", "--phone", "12"), "'12' is not a phone number"),
        (("forget", "--reference", "K7M-2QF"), "no consultation K7M-2QF; try --email"),
    ],
)
def test_what_is_wrong_is_told_in_one_sentence(clinic: Clinic, arguments: tuple[str, ...], sentence: str) -> None:
    assert sentence in refused(clinic, *arguments)


def test_the_outbox_lists_what_waits_and_lets_it_be_tried_again(clinic: Clinic) -> None:
    clinic.book(ANN, "a", clinic.free(0))
    now = utc_now()
    hopeless = clinic.store.claim(now, TTL, 1)[0]
    clinic.store.gave_up(hopeless.id, "550 refused", now)
    rows = {row["id"]: row for row in json.loads(clinic.quick("bookings", "outbox", "--json").out)}
    assert (rows[hopeless.id]["state"], rows[hopeless.id]["error"]) == ("given up", "550 refused")
    assert clinic.quick("bookings", "outbox", "--retry", str(hopeless.id)).status == 0
    assert hopeless.id in {due.id for due in clinic.store.claim(utc_now(), TTL, 9)}
    clinic.store.sent(hopeless.id, utc_now())
    assert "waits to be sent" in refused(clinic, "bookings", "outbox", "--retry", str(hopeless.id))


def test_health_fails_when_letters_are_late_or_the_database_is_away(clinic: Clinic) -> None:
    assert clinic.quick("bookings", "health").status == 0
    slot = clinic.free(0)
    held = clinic.store.hold(slot, "a", utc_now() - 2 * GRACE, 3 * GRACE)
    made = clinic.book(ANN, "b", clinic.free(3))
    clinic.store.move(made.id, slot, "k", By.STAFF, utc_now() - 2 * GRACE, held=held.id)
    assert "minutes late" in refused(clinic, "bookings", "health")
    away = clinic.quick("bookings", "health", HAIRLINE_DATABASE_URL="postgresql://u:secret@127.0.0.1:1/x")
    assert away.status == 1
    assert "check HAIRLINE_DATABASE_URL" in " ".join(away.err.split())
    assert "secret" not in (away.out + away.err)


def test_health_fails_while_somebody_waits_for_a_letter_in_vain(clinic: Clinic) -> None:
    clinic.book(ANN, "a", clinic.free(0))
    first, other = clinic.store.claim(utc_now(), TTL, 2)
    clinic.store.gave_up(first.id, "550 no such user", utc_now())
    clinic.store.gave_up(other.id, "550 no such user", utc_now())
    assert f"2 letters were given up ({first.id}, {other.id})" in refused(clinic, "bookings", "health")
    assert clinic.quick("bookings", "outbox", "--told", str(first.id)).status == 0  # staff called
    assert f"1 letters were given up ({other.id})" in refused(clinic, "bookings", "health")
    assert clinic.quick("bookings", "outbox", "--retry", str(other.id)).status == 0
    assert clinic.quick("bookings", "health").status == 0
    assert "waits to be sent" in refused(clinic, "bookings", "outbox", "--told", str(first.id))


def test_a_letter_that_was_given_up_is_no_matter_once_the_consultation_changed(clinic: Clinic) -> None:
    made = clinic.book(ANN, "a", clinic.free(0))
    for due in clinic.store.claim(utc_now(), TTL, 2):
        clinic.store.gave_up(due.id, "550 no such user", utc_now())
    clinic.store.cancel(made.id, "k", By.LINK, utc_now())
    assert clinic.quick("bookings", "health").status == 0


def test_exports_can_be_read_by_other_systems(clinic: Clinic, tmp_path: Path) -> None:
    made = clinic.book(ANN, "a", clinic.free(0))
    told = clinic.quick("bookings", "fhir").out
    found = Bundle.parse_raw(told)
    kinds = [entry.resource.resource_type for entry in found.entry]
    assert (kinds.count("Schedule"), kinds.count("Appointment")) == (1, 1)
    assert kinds.count("Slot") > 100
    assert str(ANN.email) not in told
    file = tmp_path / "out" / "book.json"
    file.parent.mkdir()
    assert clinic.quick("bookings", "fhir", "--contacts", "-o", str(file)).status == 0
    assert str(ANN.email) in file.read_text("utf-8")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    events = Calendar.from_ical(clinic.quick("bookings", "ics").out).walk("VEVENT")
    assert [made.reference in str(event["SUMMARY"]) for event in events] == [True]


def test_what_has_begun_is_not_cancelled(clinic: Clinic) -> None:
    made = clinic.book(ANN, "a", clinic.free(0))
    past = utc_now() - 4 * TTL
    clinic.store.move(made.id, at(made.slot, past), "k", By.STAFF, past)
    assert "there is nothing to cancel" in refused(clinic, "bookings", "cancel", made.reference, "--yes")
    found = clinic.store.get(made.id)
    assert found is not None
    assert found.status is Status.BOOKED


def at(slot: Slot, start: dt.datetime) -> Slot:
    end = start + (slot.end - slot.start)
    return Slot(start, end, slot.calendar, start, end)
