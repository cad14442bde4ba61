"""What is held about a person is handed out, and after `hairline forget` no byte of it is left; nobody else loses any."""

from __future__ import annotations

import datetime as dt
import json
import os
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest

from actions.clock import utc_now
from actions.consultations import retention
from actions.consultations.database import open_database
from actions.consultations.model import By, NoticeKind, Person, Slot, Status
from actions.consultations.store import Store
from actions.consultations.worker import Worker
from actions.staff.conversations import Conversations
from actions.staff.forgetting import Places, forget
from actions.staff.person import Who, look_up
from bot.privacy.audit import Audit, Turn
from tests.services.booking_samples import TTL
from tests.services.client import Server
from tests.services.staff_samples import Clinic

ANN = Person("Wilhelmina Quorndon", "Europe/London", email="Wilma.Q@example.org", phone="+442079460018")
BOB = Person("Bartholomew Nwosu", "Asia/Kathmandu", email="bart.n@example.org", phone="+97714123456")
WORDS = ("wilhelmina", "quorndon", "wilma.q@example.org", "442079460018")
PATIENCE = 30.0  # seconds for the action server's worker


@pytest.fixture
def clinic(tmp_path: Path) -> Iterator[Clinic]:
    """A clinic whose server does not run."""
    opened = Clinic(tmp_path)
    yield opened
    opened.store.close()


@pytest.fixture
def open_clinic(server: Server) -> Iterator[Clinic]:
    """The same over a running server."""
    opened = Clinic(server.var, {"HAIRLINE_PORT": server.url.rpartition(":")[2]})
    yield opened
    opened.store.close()


def found_in(folder: Path, *words: str) -> set[str]:
    """Which words are in any file that a server writes; letters are decoded, too."""
    held = b""
    for path in folder.rglob("*"):
        if path.is_file() and not {"index", "models"} & set(path.relative_to(folder).parts):
            raw = path.read_bytes()
            held += path.name.encode() + b"\n" + raw + b"\n"
            if path.suffix == ".eml":
                parts = message_from_bytes(raw, policy=policy.default).walk()
                held += b"\n".join(part.get_payload(decode=True) or b"" for part in parts)
    return {word for word in words if word.lower().encode() in held.lower()}


def wait_for(what: Callable[[], bool]) -> None:
    until = time.monotonic() + PATIENCE
    while not what():
        assert time.monotonic() < until, "it did not happen"
        time.sleep(0.2)


def letters_of(clinic: Clinic, appointment: str) -> list[Path]:
    return sorted((clinic.var / "mail").glob(f"{appointment}.*.eml"))


def receipts(clinic: Clinic) -> list[str]:
    file = clinic.var / "receipts.jsonl"
    return file.read_text("utf-8").splitlines() if file.exists() else []


@pytest.mark.server
def test_after_forget_nothing_is_found_and_the_conversation_is_new(server: Server, open_clinic: Clinic) -> None:
    clinic, chat, other = open_clinic, f"chat-{uuid.uuid4().hex}", f"chat-{uuid.uuid4().hex}"
    for sender in (chat, other):
        assert server.say("How much does it cost?", sender).ids == ["cost-range"]
    made = clinic.book(ANN, chat, clinic.free(20))
    bobs = clinic.book(BOB, other, clinic.free(30))
    words = (*WORDS, made.reference, chat)
    wait_for(lambda: len(letters_of(clinic, made.id)) == 2 and len(letters_of(clinic, bobs.id)) == 2)
    moved = clinic.parts.desk.move(made.id, clinic.free(25), "", f"k-{uuid.uuid4()}")
    wait_for(lambda: len(letters_of(clinic, made.id)) == 4)
    assert found_in(server.var, *words) == set(words)

    told = json.loads(clinic.run("export", "--email", str(ANN.email).upper()).out)
    assert [row["reference"] for row in told["appointments"]] == [made.reference]
    assert {row["change"] for row in told["history"]} == {"held", "booked", "moved"}
    assert [row["given"] for row in told["consents"]] == [True]
    assert len(told["letters"]) == len(letters_of(clinic, made.id))
    assert [turn["kind"] for turn in told["audit"][chat]] == ["answer"]
    (conversation,) = told["conversations"]
    assert conversation["sender"] == chat
    assert any(event["event"] == "bot" for event in conversation["events"])
    assert "bart" not in json.dumps(told).lower()

    done = clinic.run("forget", "--email", str(ANN.email), "--yes", "--json")
    assert done.status == 0, done.err
    receipt = json.loads(done.out)
    parts = receipt["deleted"]
    assert receipt["complete"]
    assert (parts["conversations"]["conversations"], parts["audit"]["turns"]) == (1, 1)
    assert (parts["bookings"]["appointments"], parts["bookings"]["cancelled"]) == (1, 1)
    assert parts["letters"]["files"] >= 4
    assert receipts(clinic)[-1] == done.out.strip()
    assert found_in(server.var, *words) == set()

    wait_for(lambda: bool(letters_of(clinic, made.id)))  # the clinic is told, without a name
    assert found_in(server.var, *words) == set()
    assert moved.slot in clinic.parts.desk.free()
    assert server.say("1", chat).custom["kind"] != "answer"  # nothing was suggested yet
    assert server.say("1", other).custom["kind"] == "answer"
    assert clinic.store.get(bobs.id) == bobs
    assert letters_of(clinic, bobs.id)


@pytest.mark.server
def test_only_staff_of_this_machine_may_export_or_forget_conversations(server: Server) -> None:
    sender = f"chat-{uuid.uuid4().hex}"
    server.say("How much does it cost?", sender)
    token = (server.var / "staff.token").read_text(encoding="utf-8")
    for route in ("export", "forget"):
        url, body = f"/webhooks/staff/{route}", {"senders": [sender]}
        for headers in ({}, {"Authorization": "Bearer x"}, {"Authorization": token}):
            answer = server.client.post(url, json=body, headers=headers)
            assert answer.status_code == 401
            assert "cost" not in answer.text
        right = {"Authorization": f"Bearer {token}"}
        for wrong in (
            b"",
            b"{",
            b"[]",
            b'{"senders": "x"}',
            b'{"senders": [1]}',
            b'{"senders": [' + b'"x",' * 2000 + b'"x"]}',
        ):
            assert server.client.post(url, content=wrong, headers=right).status_code == 400
        assert server.client.get(url, headers=right).status_code == 405
    assert server.say("1", sender).custom["kind"] == "answer"  # nothing was lost


@pytest.mark.server
def test_forgetting_waits_for_a_reply_that_is_on_its_way(server: Server, open_clinic: Clinic) -> None:
    sender = f"chat-{uuid.uuid4().hex}"
    server.say("How much does it cost?", sender)
    answers: list[int] = []
    talking = threading.Thread(target=lambda: answers.append(server.say("Does it hurt?", sender).status))
    talking.start()
    headers = {"Authorization": f"Bearer {(server.var / 'staff.token').read_text(encoding='utf-8')}"}
    time.sleep(0.02)
    assert server.client.post("/webhooks/staff/forget", json={"senders": [sender]}, headers=headers).status_code == 200
    talking.join()
    left = server.client.post("/webhooks/staff/export", json={"senders": [sender]}, headers=headers).json()
    said = [event for each in left["conversations"] for event in each["events"] if event["event"] == "user"]
    assert answers == [200]
    assert len(said) <= 1  # the first message never comes back


def test_without_a_server_the_rest_is_forgotten_and_the_receipt_names_nobody(clinic: Clinic) -> None:
    made = clinic.book(ANN, "chat-ann", clinic.free(0))
    Audit(clinic.var / "audit", 90).record("chat-ann", Turn("", "rest", "route_x", "answer"))
    clinic.parts.worker().deliver(utc_now())
    assert found_in(clinic.var, *WORDS) == set(WORDS)
    asked = clinic.quick("forget", "--phone", "+44 20 7946 0018")
    assert asked.status == 1
    assert clinic.store.get(made.id) == made
    assert all(word in asked.told for word in ("Wilhelmina Quorndon", made.reference, "chat-ann", "add --yes"))
    assert receipts(clinic) == []
    done = clinic.run("forget", "--reference", made.reference, input="y\n")
    assert done.status == 0, done.err
    assert "conversations live only in memory and ended with it" in done.told
    assert found_in(clinic.var, *WORDS, made.reference, "chat-ann") == set()
    (receipt,) = receipts(clinic)
    assert json.loads(receipt)["receipt"] in done.out
    assert json.loads(receipt)["deleted"]["audit"]["turns"] == 1
    again = clinic.quick("forget", "--email", str(ANN.email), "--yes")
    assert (again.status, len(receipts(clinic))) == (0, 1)
    assert "nothing is held" in again.told


def test_a_family_that_shares_a_chat_or_a_phone_is_not_forgotten_with_one_of_them(clinic: Clinic) -> None:
    child = Person("Cecily Quorndon", "Europe/London", email="cecily@example.org", phone=ANN.phone)
    made, childs = clinic.book(ANN, "chat-family", clinic.free(0)), clinic.book(child, "chat-family", clinic.free(3))
    done = clinic.quick("forget", "--email", str(ANN.email), "--yes")
    assert done.status == 0, done.err
    assert f"not included, though booked with the same contact or conversation: {childs.reference}" in done.told
    assert clinic.store.get(childs.id) == childs
    erased = clinic.store.get(made.id)
    assert erased is not None
    assert (erased.person.name, erased.status, erased.owner) == ("", Status.CANCELLED, "")


def test_holds_of_the_conversation_are_forgotten_with_it(clinic: Clinic) -> None:
    clinic.book(ANN, "+442079460018", clinic.free(0))  # on some channels a conversation is a number
    clinic.store.hold(clinic.free(3), "+442079460018", utc_now(), TTL)
    told = json.loads(clinic.quick("export", "--email", str(ANN.email)).out)
    assert [row["status"] for row in told["appointments"]] == ["booked", "held"]
    done = clinic.quick("forget", "--email", str(ANN.email), "--yes")
    assert done.status == 0, done.err
    assert found_in(clinic.var, "442079460018") == set()


def test_a_cancellation_that_the_clinic_has_not_heard_of_is_still_written(clinic: Clinic) -> None:
    made = clinic.book(ANN, "chat-ann", clinic.free(0))
    clinic.store.cancel(made.id, "k", By.LINK, utc_now())
    assert clinic.quick("forget", "--email", str(ANN.email), "--yes").status == 0
    clinic.parts.worker().deliver(utc_now())
    assert len(letters_of(clinic, made.id)) == 1
    assert found_in(clinic.var, *WORDS, made.reference) == set()


class QuickWorker(Store):
    """A store whose worker sends the very moment that somebody was forgotten."""

    clinic: Clinic

    def forget_person(self, *arguments: Any, **named: Any) -> dict[str, int]:
        counts = super().forget_person(*arguments, **named)
        Worker(self, self.clinic.parts.compose(), self.clinic.parts.postbox).deliver(utc_now())
        return counts


def test_a_cancellation_that_was_just_told_without_a_name_is_not_deleted(clinic: Clinic) -> None:
    made = clinic.book(ANN, "chat-ann", clinic.free(0))
    clinic.parts.worker().deliver(utc_now())
    clinic.store.cancel(made.id, "k", By.LINK, utc_now())
    quick = QuickWorker(open_database(clinic.parts.settings.database_url))
    quick.clinic = clinic
    settings = clinic.parts.settings
    places = Places(quick, Conversations(settings), Audit(settings.audit, 90), clinic.var / "mail")
    assert forget(look_up(quick, Who(emails=(str(ANN.email),))), places, utc_now).complete
    quick.close()
    assert len(letters_of(clinic, made.id)) == 1
    assert found_in(clinic.var, *WORDS, made.reference) == set()


class Broken(BaseHTTPRequestHandler):
    """A server that hands out but does not delete."""

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(200 if self.path.endswith("export") else 500)
        self.end_headers()
        self.wfile.write(b'{"conversations": []}')

    def log_message(self, *_: object) -> None:
        """Silent."""


@contextmanager
def answering(handler: type[BaseHTTPRequestHandler]) -> Iterator[int]:
    with HTTPServer(("127.0.0.1", 0), handler) as broken:
        threading.Thread(target=broken.serve_forever, daemon=True).start()
        yield broken.server_port
        broken.shutdown()


def test_when_a_part_fails_the_rest_is_done_and_the_command_says_so(clinic: Clinic) -> None:
    clinic.book(ANN, "chat-ann", clinic.free(0))
    with answering(Broken) as port:
        done = clinic.quick("forget", "--email", str(ANN.email), "--yes", HAIRLINE_PORT=str(port))
    assert done.status == 1
    assert "not everything was deleted (conversations)" in done.told
    assert "answered 500" in done.told
    (receipt,) = map(json.loads, receipts(clinic))
    assert not receipt["complete"]
    assert [name for name, part in receipt["deleted"].items() if not part["done"]] == ["conversations"]
    assert found_in(clinic.var, *WORDS) == set()


def test_when_the_database_is_away_nothing_is_deleted(clinic: Clinic) -> None:
    away = {"HAIRLINE_DATABASE_URL": "postgresql://u:secret@127.0.0.1:1/x"}
    done = clinic.quick("forget", "--email", str(ANN.email), "--yes", **away)
    assert (done.status, receipts(clinic)) == (1, [])
    assert "check HAIRLINE_DATABASE_URL" in done.told


def test_what_is_long_past_is_deleted_with_its_letters(clinic: Clinic) -> None:
    old, kept = clinic.book(ANN, "a", clinic.free(0)), clinic.book(BOB, "b", clinic.free(3))
    clinic.parts.worker().deliver(utc_now())
    long_ago = utc_now() - dt.timedelta(days=40)
    end = long_ago + dt.timedelta(minutes=30)
    clinic.store.move(old.id, Slot(long_ago, end, "online", long_ago, end), "k", By.STAFF, long_ago)
    for file in (clinic.var / "mail").iterdir():
        os.utime(file, (long_ago.timestamp(), long_ago.timestamp()))
    assert "deleted of what ended more than 365 days ago: nothing" in clinic.quick("purge").told
    assert clinic.store.get(old.id) is not None
    done = clinic.quick("purge", "--before", "39")
    assert done.status == 0, done.err
    assert "1 appointments" in done.told
    assert clinic.store.get(old.id) is None
    assert found_in(clinic.var, *WORDS, old.reference) == set()
    assert clinic.store.get(kept.id) == kept
    assert letters_of(clinic, kept.id)


def test_the_server_purges_by_itself_and_outlives_a_database_that_is_away(clinic: Clinic) -> None:
    old, long_ago = clinic.book(ANN, "a", clinic.free(0)), utc_now() - dt.timedelta(days=3)
    end = long_ago + dt.timedelta(minutes=30)
    clinic.store.move(old.id, Slot(long_ago, end, "online", long_ago, end), "k", By.STAFF, long_ago)
    stop, away = threading.Event(), clinic.var / "away"
    folder = clinic.var / "consultations"
    folder.rename(away)
    folder.write_bytes(b"")  # no folder can be made here
    what = (clinic.store, clinic.var / "mail", 1, stop, utc_now, 60.0, 0.05)
    running = threading.Thread(target=retention.run, args=what)
    running.start()
    time.sleep(0.3)
    folder.unlink()
    away.rename(folder)
    try:
        wait_for(lambda: not any(word in str(clinic.store.export_person(email=ANN.email)) for word in (ANN.name,)))
    finally:
        stop.set()
        running.join()
    assert clinic.store.get(old.id) is None
    assert NoticeKind.CONFIRMED not in {row.kind for row in clinic.store.letters()}
