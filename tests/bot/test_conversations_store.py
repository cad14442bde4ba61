"""Conversations are kept in memory, bounded in number and age, and only the replies in them are read again."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import pytest

from bot import runtime
from bot.names import Kind
from bot.reading import History
from bot.reply import ReplyWriter

runtime.quiet_rasa()

from rasa.core.tracker_store import AwaitableTrackerStore, FailSafeTrackerStore  # noqa: E402
from rasa.shared.core.domain import Domain  # noqa: E402 - after it was made quiet
from rasa.shared.core.events import ActionExecuted, BotUttered, Event, SessionStarted, UserUttered  # noqa: E402
from rasa.shared.core.trackers import DialogueStateTracker  # noqa: E402

from bot.conversations import EVENTS, BoundedTrackerStore, forget_conversation, history_of  # noqa: E402

HOUR = 3600.0
CUSTOM = {
    "kind": "answer",
    "answers": [{"id": "cost-range"}],
    "suggestions": [{"title": "Does it hurt?", "payload": "Does it hurt?"}],
}


def conversation(sender: str, events: Sequence[Event] = ()) -> DialogueStateTracker:
    return DialogueStateTracker.from_events(sender, [UserUttered("hi"), *events])


async def kept(store: BoundedTrackerStore, *senders: str) -> list[str]:
    for sender in senders:
        await store.save(conversation(sender))
    return list(await store.keys())


def test_of_too_many_conversations_the_oldest_are_forgotten() -> None:
    async def story() -> None:
        store = BoundedTrackerStore(Domain.empty(), most=2, lifetime=HOUR)
        assert await kept(store, "ann", "ben", "cem") == ["ben", "cem"]
        assert await store.retrieve("ann") is None
        assert await kept(store, "ben", "dee") == ["ben", "dee"]

    asyncio.run(story())


def test_conversations_that_are_too_old_are_forgotten() -> None:
    async def story() -> None:
        assert await kept(BoundedTrackerStore(Domain.empty(), lifetime=0.0), "ann", "ben") == ["ben"]
        assert await kept(BoundedTrackerStore(Domain.empty(), lifetime=HOUR), "ann", "ben") == ["ann", "ben"]

    asyncio.run(story())


def test_what_is_kept_is_found_again_and_apart() -> None:
    async def story() -> None:
        store = BoundedTrackerStore(Domain.empty())
        await kept(store, "ann", "ben")
        found = await store.retrieve("ann")
        assert found is not None
        assert found.sender_id == "ann"

    asyncio.run(story())


def test_a_conversation_that_is_forgotten_is_gone_from_every_store_around_ours() -> None:
    async def story() -> None:
        store = BoundedTrackerStore(Domain.empty())
        wrapped = FailSafeTrackerStore(AwaitableTrackerStore(store))
        await kept(store, "ann", "ben")
        await wrapped.fallback_tracker_store.save(conversation("ann"))
        assert forget_conversation(wrapped, "ann")
        assert await store.retrieve("ann") is None
        assert await wrapped.fallback_tracker_store.retrieve("ann") is None
        assert await kept(store, "cem") == ["ben", "cem"]
        assert not forget_conversation(wrapped, "ann")

    asyncio.run(story())


def test_of_one_conversation_only_the_last_events_are_kept() -> None:
    async def story() -> None:
        store = BoundedTrackerStore(Domain.empty())
        tracker = await store.get_or_create_tracker("ann")
        for number in range(3 * EVENTS):
            tracker.update(UserUttered(f"message {number}"))
        assert len(tracker.events) == EVENTS
        assert tracker.events[-1].text == f"message {3 * EVENTS - 1}"

    asyncio.run(story())


def test_a_new_conversation_has_no_history(writer: ReplyWriter) -> None:
    assert history_of(conversation("ann"), writer) == History()


def test_the_history_is_what_the_replies_say(writer: ReplyWriter) -> None:
    history = history_of(conversation("ann", [BotUttered("One article says …", {"custom": CUSTOM})]), writer)
    assert (history.kind, history.answers, history.suggestions) == (Kind.ANSWER, ("cost-range",), ("Does it hurt?",))
    assert history.question == writer.title("cost-range")
    assert (history.first_turn, history.in_emergency) == (False, False)


def test_an_emergency_lasts_until_another_reply(writer: ReplyWriter) -> None:
    alarm = BotUttered("Call", {"custom": {**CUSTOM, "kind": "emergency", "answers": []}})
    calm = BotUttered("Glad", {"custom": {**CUSTOM, "kind": "smalltalk", "answers": []}})
    assert history_of(conversation("ann", [alarm]), writer).in_emergency
    assert not history_of(conversation("ann", [alarm, calm]), writer).in_emergency


@pytest.mark.parametrize("data", [{}, {"custom": None}, {"custom": {}}, {"custom": "x"}])
def test_messages_of_another_shape_are_passed_over(writer: ReplyWriter, data: dict[str, object]) -> None:
    assert history_of(conversation("ann", [BotUttered("hm", data)]), writer) == History()


def test_a_new_session_starts_without_the_old_one(writer: ReplyWriter) -> None:
    told = BotUttered("One article says …", {"custom": CUSTOM})
    later = conversation("ann", [told, ActionExecuted("action_session_start"), SessionStarted(), UserUttered("hi")])
    assert history_of(later, writer) == History()
