"""What of a conversation is kept, and for how long: in memory, bounded, nothing on disk."""

from __future__ import annotations

import time
from collections import OrderedDict
from typing import Any, Dict, Iterable, Optional

from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import InMemoryTrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import BotUttered, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot import names, runtime
from bot.assistant import next_history
from bot.outcome import Decision, from_json
from bot.privacy.keeping import Keeping
from bot.reading import History
from bot.reply import ReplyWriter

MOST = 5_000  # conversations
LIFETIME = 24 * 3600.0  # seconds since the last message
EVENTS = 120  # of one conversation


def history_of(tracker: DialogueStateTracker, writer: ReplyWriter) -> History:
    """Return what the replies so far say about the conversation. Raw messages are not looked at."""
    history, decided = History(), None
    for event in tracker.applied_events():
        if isinstance(event, UserUttered):
            decided = event.parse_data.get(names.DECISION)
        custom = event.data.get("custom") if isinstance(event, BotUttered) else None
        if isinstance(custom, dict) and "kind" in custom:
            history = next_history(history, custom, writer, from_json(decided) if decided else None)
    return history


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
    """Keeps the most recent conversations of the last day, the last events of each."""

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
        await super().save(tracker)
        now = time.monotonic()
        self._seen[tracker.sender_id] = now
        self._seen.move_to_end(tracker.sender_id)
        while self._seen and (len(self._seen) > self._most or next(iter(self._seen.values())) < now - self._lifetime):
            forgotten, _ = self._seen.popitem(last=False)
            self.store.pop(forgotten, None)

    async def get_or_create_tracker(
        self,
        sender_id: str,
        max_event_history: Optional[int] = None,
        append_action_listen: bool = True,  # noqa: FBT001, FBT002 - Rasa's signature
    ) -> DialogueStateTracker:
        """Return the conversation of a sender, with no more than its last EVENTS events."""
        return await super().get_or_create_tracker(sender_id, max_event_history or EVENTS, append_action_listen)

    async def keys(self) -> Iterable[str]:
        """Return the senders of the conversations that are kept."""
        return list(self.store)
