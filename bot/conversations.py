"""What of a conversation is kept, and for how long: in memory, bounded, nothing legible on disk."""

from __future__ import annotations

import time
from collections import OrderedDict, deque
from dataclasses import replace
from typing import Any, Dict, Iterable, Optional

from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import InMemoryTrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActiveLoop, BotUttered, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot import names, runtime
from bot.assistant import next_history
from bot.chats.current import lent_for
from bot.outcome import Decision, from_json
from bot.privacy.keeping import Keeping
from bot.reading import History
from bot.reply import ReplyWriter

MOST = 5_000  # conversations
LIFETIME = 48 * 3600.0  # seconds since the last message: a booking that was begun is resumed the next day
EVENTS = 120  # of one conversation


def history_of(tracker: DialogueStateTracker, writer: ReplyWriter) -> History:
    """Return what the replies so far say about the conversation. Raw messages are not looked at."""
    history, decided = History(), None
    for event in tracker.applied_events():
        if isinstance(event, UserUttered):
            decided = event.parse_data.get(names.DECISION)
        if not isinstance(event, BotUttered):
            continue
        custom, buttons = event.data.get("custom"), event.data.get("buttons")
        if isinstance(custom, dict) and "kind" in custom:
            history = next_history(history, custom, writer, from_json(decided) if decided else None)
        elif buttons:  # a step of booking that was told again behind another reply
            history = replace(history, suggestions=tuple(button["payload"] for button in buttons))
    return replace(history, booking=_step(tracker))


def _step(tracker: DialogueStateTracker) -> str:
    """Which step of booking was asked last, while the form is active."""
    draft = tracker.get_slot(names.CONSULTATION) if tracker.active_loop_name == names.FORM else None
    return str(draft.get("step", "")) if isinstance(draft, dict) else ""


def forget_conversation(store: Any, sender_id: str) -> bool:
    """Delete a conversation from a store of Rasa's, whatever is wrapped around ours; return whether there was one."""
    found = False
    while store is not None:
        if isinstance(store, BoundedTrackerStore):
            found |= store.forget(sender_id)
        elif isinstance(store, InMemoryTrackerStore):  # Rasa falls back to one when ours fails
            found |= store.store.pop(sender_id, None) is not None
        found |= forget_conversation(getattr(store, "_fallback_tracker_store", None), sender_id)
        store = getattr(store, "_tracker_store", None)
    return found


def keep_the_state(tracker: DialogueStateTracker) -> None:
    """Put what the oldest events had set before the others when those are no longer kept; a form is not forgotten."""
    kept, most = tracker.events, tracker.events.maxlen
    if most is None or len(kept) < most:
        return
    set_so_far = [SlotSet(name, slot.value) for name, slot in tracker.slots.items() if slot.value is not None]
    loop = [ActiveLoop(tracker.active_loop_name)] if tracker.active_loop_name else []
    state = [*set_so_far, *loop]
    tracker.events = deque([*state, *list(kept)[len(state) :]], most)


def keep_what_may_be(tracker: DialogueStateTracker, keeping: Keeping) -> None:
    """Take out of the tracker's messages what is not kept of them."""
    said = [event for event in tracker.events if isinstance(event, UserUttered)]
    for event, kept in zip(said, keeping.texts([(e.text or "", _decision(e)) for e in said]), strict=True):
        event.text = kept
        if "text" in event.parse_data:
            event.parse_data["text"] = kept


def _decision(event: UserUttered) -> Optional[Decision]:
    raw = event.parse_data.get(names.DECISION)
    return from_json(raw)[1] if raw else None


class BoundedTrackerStore(InMemoryTrackerStore):
    """Keeps the most recent conversations of the last two days, the last events of each."""

    def __init__(
        self,
        domain: Domain,
        event_broker: Optional[EventBroker] = None,
        most: int = MOST,
        lifetime: float = LIFETIME,
        keeping: Optional[Keeping] = None,
        **kwargs: Dict[str, Any],
    ) -> None:
        """most: conversations kept. lifetime: seconds after which an idle one is forgotten. keeping: of their texts."""
        super().__init__(domain, event_broker, **kwargs)
        self._most, self._lifetime, self._keeping = most, lifetime, keeping
        self._seen: OrderedDict[str, float] = OrderedDict()
        self.max_event_history = EVENTS

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Keep what may be kept of the conversation, and forget the ones that are too old or too many."""
        keep_what_may_be(tracker, self._keeping or runtime.parts().keeping)
        keep_the_state(tracker)
        lent = lent_for(tracker.sender_id)
        if lent is not None:  # a conversation of the website: its channel seals and stores it
            lent.state = self.serialise_tracker(tracker)
            return
        await super().save(tracker)
        now = time.monotonic()
        self._seen[tracker.sender_id] = now
        self._seen.move_to_end(tracker.sender_id)
        while self._seen and (len(self._seen) > self._most or next(iter(self._seen.values())) < now - self._lifetime):
            forgotten, _ = self._seen.popitem(last=False)
            self.store.pop(forgotten, None)

    async def _retrieve(self, sender_id: str, fetch_all_sessions: bool) -> Optional[DialogueStateTracker]:
        lent = lent_for(sender_id)
        if lent is None:
            return await super()._retrieve(sender_id, fetch_all_sessions)
        return self.deserialise_tracker(sender_id, lent.state) if lent.state else None

    def forget(self, sender_id: str) -> bool:
        """Delete the conversation of a sender; return whether there was one."""
        self._seen.pop(sender_id, None)
        return self.store.pop(sender_id, None) is not None

    async def get_or_create_tracker(
        self,
        sender_id: str,
        max_event_history: Optional[int] = None,
        append_action_listen: bool = True,
    ) -> DialogueStateTracker:
        """Return the conversation of a sender, with no more than its last EVENTS events."""
        return await super().get_or_create_tracker(sender_id, max_event_history or EVENTS, append_action_listen)

    async def keys(self) -> Iterable[str]:
        """Return the senders of the conversations that are kept."""
        return list(self.store)
