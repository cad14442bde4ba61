"""Every letter gets through once: it is tried again, given up in the open, and never holds up another."""

from __future__ import annotations

import datetime as dt
import logging
import threading
from collections.abc import Callable
from dataclasses import replace
from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.consultations.letters import LetterError
from actions.consultations.model import NoticeKind, Status, StoreUnavailableError
from actions.consultations.post import PermanentPostError, TemporaryPostError
from actions.consultations.records import Due
from actions.consultations.reminding import NoReminderError
from actions.consultations.worker import LEASE, Delivered, Worker, run
from bot.chats.model import UnavailableError
from tests.actions.consultations.letter_samples import ANNA, APPOINTMENT, NOW, due
from tests.actions.consultations.memory_outbox import MemoryOutbox, Recorder, compose
from tests.actions.consultations.patients import Messenger

MINUTE = dt.timedelta(minutes=1)


def test_a_due_letter_is_sent_and_marked() -> None:
    outbox, box = MemoryOutbox().add(due(id=1), due(NoticeKind.STAFF_BOOKED, id=2)), Recorder()
    assert Worker(outbox, compose, box).deliver(NOW) == Delivered(sent=2)
    assert (box.taken, outbox.settled) == ([1, 2], {1: "sent", 2: "sent"})
    assert Worker(outbox, compose, box).deliver(NOW + LEASE) == Delivered()


def test_one_bad_row_never_stops_the_others(caplog: pytest.LogCaptureFixture) -> None:
    outbox = MemoryOutbox().add(*(due(id=number) for number in range(1, 6)))
    box = Recorder(troubles={1: [TemporaryPostError("450 busy")], 2: [PermanentPostError("550 no")], 4: [OSError("x")]})

    def composing(row: Due) -> EmailMessage:
        if row.id == 3:
            raise KeyError("Anna Berg, anna@patient.example")
        return compose(row)

    assert Worker(outbox, composing, box).deliver(NOW) == Delivered(sent=1, failed=3, gave_up=1)
    assert box.taken == [5]
    assert outbox.errors == ["450 busy", "KeyError while writing or sending", "OSError while writing or sending"]
    assert "Anna" not in caplog.text + str(outbox.errors)


def test_trying_again_backs_off_and_ends_after_two_days(caplog: pytest.LogCaptureFixture) -> None:
    outbox, box = MemoryOutbox().add(due(id=1)), Recorder(troubles={1: [TemporaryPostError("down")] * 99})
    now, tried = NOW, []
    while 1 not in outbox.settled:
        Worker(outbox, compose, box).deliver(now)
        tried.append(now - NOW)
        now = max(now, outbox.next_at[1])
    assert tried[:7] == [minutes * MINUTE for minutes in (0, 1, 6, 21, 81, 261, 441)]
    assert dt.timedelta(days=2) <= tried[-1] < dt.timedelta(days=2, hours=3)
    assert outbox.settled[1] == "down"
    assert [record.levelname for record in caplog.records if "gave_up" in record.getMessage()] == ["ERROR"]


@pytest.mark.parametrize("error", [PermanentPostError("550 no such user"), LetterError("no address")])
def test_what_cannot_succeed_is_given_up_at_once(error: Exception, caplog: pytest.LogCaptureFixture) -> None:
    outbox, box = MemoryOutbox().add(due(id=1)), Recorder(troubles={1: [error]})
    assert Worker(outbox, compose, box).deliver(NOW) == Delivered(gave_up=1)
    assert outbox.settled == {1: str(error)}
    assert "post.gave_up 1 confirmed: " in caplog.text
    assert "K7M-2QF" not in caplog.text


@pytest.mark.parametrize("kind", [NoticeKind.DAY_BEFORE, NoticeKind.HOUR_BEFORE])
@pytest.mark.parametrize("late", [0, 1])
def test_nobody_is_reminded_of_what_has_begun(kind: NoticeKind, late: int) -> None:
    outbox, box = MemoryOutbox().add(due(kind, id=1)), Recorder()
    begun = APPOINTMENT.slot.start + late * MINUTE
    assert Worker(outbox, compose, box).deliver(begun) == Delivered(dropped=1)
    assert (box.taken, outbox.settled) == ([], {1: "the appointment has begun"})
    on_time = MemoryOutbox().add(due(kind, id=1))
    assert Worker(on_time, compose, box).deliver(APPOINTMENT.slot.start - MINUTE).sent == 1


ON_WHATSAPP = replace(ANNA, remind_on="whatsapp")
BY_PHONE = replace(ON_WHATSAPP, email=None)


def test_a_reminder_goes_to_the_messenger_and_all_else_by_mail() -> None:
    reminders = (due(NoticeKind.DAY_BEFORE, id=1, person=BY_PHONE), due(NoticeKind.HOUR_BEFORE, id=2, person=BY_PHONE))
    others = (due(id=3, person=ON_WHATSAPP), due(NoticeKind.STAFF_BOOKED, id=4, person=ON_WHATSAPP))
    outbox, box, messenger = MemoryOutbox().add(*reminders, *others), Recorder(), Messenger()
    assert Worker(outbox, compose, box, messenger).deliver(NOW) == Delivered(sent=4)
    assert (messenger.reminded, box.taken) == ([1, 2], [3, 4])


def test_who_wants_no_reminder_in_a_messenger_gets_it_by_mail() -> None:
    outbox, box, messenger = MemoryOutbox().add(due(NoticeKind.DAY_BEFORE, id=1)), Recorder(), Messenger()
    assert Worker(outbox, compose, box, messenger).deliver(NOW) == Delivered(sent=1)
    assert (messenger.reminded, box.taken) == ([], [1])


@pytest.mark.parametrize("reminders", [Messenger(trouble=NoReminderError("whatsapp is off")), None])
def test_a_reminder_that_no_messenger_takes_goes_by_mail_or_is_given_up_in_the_open(
    reminders: Messenger | None, caplog: pytest.LogCaptureFixture
) -> None:
    rows = (
        due(NoticeKind.DAY_BEFORE, id=1, person=ON_WHATSAPP),
        due(NoticeKind.DAY_BEFORE, id=2, person=BY_PHONE),
    )
    outbox, box = MemoryOutbox().add(*rows), Recorder()
    assert Worker(outbox, compose, box, reminders).deliver(NOW) == Delivered(sent=1, gave_up=1)
    assert box.taken == [1]
    assert outbox.settled[2].startswith("whatsapp is off" if reminders else "no messenger is set up")
    assert "post.gave_up 2 day_before" in caplog.text
    assert not {"Anna", "K7M-2QF", "+49", "patient.example"} & set(caplog.text.split())


def test_a_reminder_waits_for_messages_that_are_away_and_is_not_sent_by_mail_meanwhile() -> None:
    messenger = Messenger(trouble=UnavailableError("the conversations' database cannot be used"))
    outbox, box = MemoryOutbox().add(due(NoticeKind.DAY_BEFORE, id=1, person=ON_WHATSAPP)), Recorder()
    worker = Worker(outbox, compose, box, messenger)
    assert worker.deliver(NOW) == Delivered(failed=1)
    messenger.trouble = None
    assert worker.deliver(NOW + MINUTE) == Delivered(sent=1)
    assert (messenger.reminded, box.taken) == ([1], [])


def test_a_reminder_that_could_not_be_marked_is_not_handed_over_twice() -> None:
    outbox = MemoryOutbox(down={"sent"}).add(due(NoticeKind.DAY_BEFORE, id=1, person=BY_PHONE))
    messenger = Messenger()
    worker = Worker(outbox, compose, Recorder(), messenger)
    worker.deliver(NOW)
    outbox.down.clear()
    worker.deliver(NOW + 2 * LEASE)
    assert (messenger.reminded, outbox.settled) == ([1], {1: "sent"})


def test_what_is_no_longer_true_is_not_sent() -> None:
    cancelled = {"status": Status.CANCELLED, "sequence": 1}
    outbox = MemoryOutbox().add(
        replace(due(id=1, **cancelled), sequence=0),  # confirmed before the cancellation, and late
        replace(due(NoticeKind.MOVED, id=2, sequence=2), sequence=1),  # moved once more since
        due(NoticeKind.DAY_BEFORE, id=3, **cancelled),
        due(NoticeKind.CANCELLED, id=4, **cancelled),
        due(NoticeKind.STAFF_CANCELLED, id=5, **cancelled),
        due(NoticeKind.MOVED, id=6, sequence=2),
    )
    box = Recorder()
    assert Worker(outbox, compose, box).deliver(NOW) == Delivered(sent=3, dropped=3)
    assert box.taken == [4, 5, 6]


def test_a_patient_without_address_is_no_failure(caplog: pytest.LogCaptureFixture) -> None:
    outbox = MemoryOutbox().add(due(id=1))
    assert Worker(outbox, lambda _: None, Recorder()).deliver(NOW) == Delivered(dropped=1)
    assert not [record for record in caplog.records if record.levelno >= logging.WARNING]


def test_a_letter_that_could_not_be_marked_is_not_sent_twice() -> None:
    outbox, box = MemoryOutbox(down={"sent"}).add(due(id=1)), Recorder()
    worker = Worker(outbox, compose, box)
    worker.deliver(NOW)
    worker.deliver(NOW + 2 * LEASE)  # the lease is over and the row comes again
    outbox.down.clear()
    worker.deliver(NOW + 4 * LEASE)
    assert (box.taken, outbox.settled) == ([1], {1: "sent"})


def test_a_row_that_is_gone_meanwhile_is_nothing_to_come_back_to() -> None:
    outbox, box = MemoryOutbox().add(due(id=1)), Recorder()

    def composing(row: Due) -> EmailMessage:
        del outbox.rows[1]
        return compose(row)

    worker = Worker(outbox, composing, box)
    assert worker.deliver(NOW) == Delivered(sent=1)
    assert not worker._unmarked


@given(
    steps=st.lists(
        st.tuples(
            st.sampled_from(["up", "down", "refuses"]),
            st.sets(st.sampled_from(["claim", "sent", "failed", "gave_up"])),
            st.integers(0, 300),
        ),
        max_size=40,
    )
)
def test_whatever_fails_each_row_is_sent_at_most_once(steps: list[tuple[str, set[str], int]]) -> None:
    outbox, box = MemoryOutbox().add(*(due(id=number) for number in range(1, 4))), Recorder()
    worker, now = Worker(outbox, compose, box), NOW
    troubles = {"up": [], "down": [TemporaryPostError("down")], "refuses": [PermanentPostError("no")]}
    for server, down, minutes in [*steps, ("up", set(), 0), ("up", set(), 9999)]:
        outbox.down = down
        box.troubles = {number: list(troubles[server]) for number in outbox.rows}
        now += minutes * MINUTE
        try:
            worker.deliver(now)
        except StoreUnavailableError:
            assert "claim" in down
    assert len(box.taken) == len(set(box.taken))
    assert set(box.taken) >= {id for id, how in outbox.settled.items() if how == "sent"}
    assert set(outbox.settled) == set(outbox.rows)


def test_rows_that_would_outlast_their_lease_are_left() -> None:
    outbox, box = MemoryOutbox().add(*(due(id=number) for number in range(1, 4))), Recorder()
    ticks = iter([0.0, 0.0, 200.0, 400.0])
    worker = Worker(outbox, compose, box, ticking=lambda: next(ticks))
    assert worker.deliver(NOW) == Delivered(sent=2, left=1)
    assert box.taken == [1, 2]


class Rounds(Worker):
    """A worker whose rounds are what the test says, and which stops after the last."""

    def __init__(self, *rounds: Callable[[], Delivered]) -> None:
        super().__init__(MemoryOutbox(), compose, Recorder())
        self.rounds, self.stop = list(rounds), threading.Event()

    def deliver(self, now: dt.datetime) -> Delivered:
        act = self.rounds.pop(0)
        if not self.rounds:
            self.stop.set()
        return act()


def _away() -> Delivered:
    raise StoreUnavailableError("the database is locked")


def _broken() -> Delivered:
    raise RuntimeError("Anna Berg")


def test_the_loop_outlives_the_store_and_any_fault(caplog: pytest.LogCaptureFixture) -> None:
    worker = Rounds(Delivered, _away, _away, _broken, Delivered, Delivered)
    run(worker, worker.stop, lambda: NOW, poll=0.001)
    assert not worker.rounds
    said = [record.getMessage() for record in caplog.records]
    assert said == [
        "post.store_unavailable the database is locked",
        "post.round_failed RuntimeError",
        "post.store_is_back",
    ]


def test_the_loop_stops_at_once() -> None:
    outbox, stop = MemoryOutbox(), threading.Event()
    thread = threading.Thread(
        target=run, args=(Worker(outbox, compose, Recorder()), stop, lambda: NOW, 60.0), daemon=True
    )
    thread.start()
    stop.set()
    thread.join(5)
    assert not thread.is_alive()
