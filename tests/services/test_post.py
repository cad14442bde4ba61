"""Letters reach a real mail server once each; what the server says decides whether they are tried again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace

import pytest
from aiosmtpd import smtp
from aiosmtpd.controller import Controller

from actions.consultations.model import NoticeKind
from actions.consultations.post import PermanentPostError, TemporaryPostError
from actions.consultations.worker import Delivered, Worker
from tests.actions.consultations.letter_samples import ANNA, NOW, due
from tests.actions.consultations.memory_outbox import MemoryOutbox
from tests.services.mail_server import LETTERS, SENDER, Post, letter, mail_server, received


@pytest.fixture
def post() -> Iterator[Post]:
    with mail_server() as started:
        yield started


def test_a_letter_arrives_as_it_was_written(post: Post) -> None:
    post.box().send(letter(person=replace(ANNA, name="Þóra Ægisdóttir")))
    (envelope,) = post.desk.taken
    assert (envelope.mail_from, envelope.rcpt_tos) == (SENDER, ["anna@patient.example"])
    message = received(envelope)
    assert message["Message-ID"] == "<a1f0c2.7@demo-clinic.example>"
    plain = message.get_body(("plain",))
    assert plain is not None
    assert plain.get_content().startswith("Hello Þóra Ægisdóttir,")
    (file,) = message.iter_attachments()
    assert (file.get_content_type(), file.get_param("method")) == ("text/calendar", "REQUEST")
    assert isinstance(envelope.content, bytes)
    assert envelope.content.isascii()  # for servers that take nothing else


@pytest.mark.parametrize("named", ["<anna@patient.example>: no such user", "no anna@patient.example here"])
def test_a_refused_receiver_is_final_and_not_named(post: Post, named: str) -> None:
    post.desk.rcpt = [f"550 5.1.1 {named}"]
    with pytest.raises(PermanentPostError, match=r"550 5\.1\.1") as caught:
        post.box().send(letter())
    assert "anna" not in str(caught.value)
    assert not post.desk.taken


def test_a_refused_letter_is_final(post: Post) -> None:
    post.desk.data = ["554 5.6.0 not taken"]
    with pytest.raises(PermanentPostError, match="554"):
        post.box().send(letter())


@pytest.mark.parametrize("answers", [{"rcpt": ["451 greylisted"]}, {"data": ["452 full"]}, {"rcpt": ["421 closing"]}])
def test_not_now_is_not_never(post: Post, answers: dict[str, list[str]]) -> None:
    vars(post.desk).update(answers)
    box = post.box()
    with pytest.raises(TemporaryPostError, match=r"4[25][12]"):
        box.send(letter())
    box.send(letter())
    assert len(post.desk.taken) == 1


def test_a_server_that_is_down_and_comes_back_gets_each_letter_once(post: Post) -> None:
    outbox = MemoryOutbox().add(due(id=1), due(NoticeKind.STAFF_BOOKED, id=2))
    worker = Worker(outbox, lambda row: LETTERS.write(row, NOW), post.box())
    post.stop()
    now = NOW
    assert worker.deliver(now) == Delivered(failed=2)
    assert worker.deliver(now + dt.timedelta(seconds=59)) == Delivered()
    now += dt.timedelta(minutes=1)
    assert worker.deliver(now) == Delivered(failed=2)
    post.start()
    assert worker.deliver(now + dt.timedelta(minutes=4)) == Delivered()
    for minutes in (5, 10, 20, 999):
        worker.deliver(now + dt.timedelta(minutes=minutes))
    assert [received(envelope)["Message-ID"] for envelope in post.desk.taken] == [
        "<a1f0c2.1@demo-clinic.example>",
        "<a1f0c2.2@demo-clinic.example>",
    ]
    assert outbox.settled == {1: "sent", 2: "sent"}


def test_a_letter_that_was_taken_is_sent_however_the_server_says_goodbye(post: Post) -> None:
    class Rude(smtp.SMTP):
        async def smtp_QUIT(self, arg: str) -> None:  # noqa: N802 - aiosmtpd's name
            self.transport.close()

    post.stop()
    controller = Controller(post.desk, hostname="127.0.0.1", port=post.port)
    controller.factory = lambda: Rude(post.desk)  # type: ignore[method-assign]
    controller.start()
    post.controller = controller
    post.box().send(letter())
    assert len(post.desk.taken) == 1


@pytest.mark.parametrize(
    "name", ["Eve\r\nBcc: all@evil.example", "Eve\n.\nMAIL FROM:<x@evil.example>", "Eve\r\n.\r\nRSET"]
)
def test_what_patients_type_reaches_nobody_else(post: Post, name: str) -> None:
    post.box().send(letter(kind=NoticeKind.STAFF_BOOKED, person=replace(ANNA, name=name), questions=(name,)))
    (envelope,) = post.desk.taken
    assert envelope.rcpt_tos == ["desk@demo-clinic.example"]
    assert "Bcc" not in received(envelope)
