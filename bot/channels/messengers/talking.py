"""One event of a person answered: what is said, and what is known afterwards."""

from __future__ import annotations

import datetime as dt
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from bot.channels.messengers.model import Event, Said
from bot.channels.messengers.presenting import Presenter
from bot.channels.messengers.wishes import says_no, says_yes, wants_to_be_forgotten
from bot.chats.current import lending
from bot.messages.model import Known, Work
from bot.names import MEDIA, Kind
from bot.privacy.receipts import new_number

REMEMBERED = 60  # choices of one conversation
# Hands a message to the assistant: conversation, channel, text and metadata go in, messages come out. Never raises.
Answering = Callable[[str, str, str, Mapping[str, Any]], Awaitable[list[dict[str, Any]]]]
# Deletes all that is held of a conversation, besides the message that asks for it.
Forgetting = Callable[[Work], Awaitable[None]]


@dataclass(frozen=True)
class Talked:
    """What to say after an event. stopped: whether more messages are wanted, when that has changed."""

    said: Sequence[Said]
    known: Known
    stopped: bool | None = None


class Talk:
    """Conversations of all channels, one event at a time."""

    def __init__(self, presenter: Presenter, answer: Answering, forget: Forgetting) -> None:
        self._presenter, self._answer, self._forget = presenter, answer, forget

    async def about(self, work: Work) -> Talked:
        """Answer the event of `work`."""
        event = Event(**work.message.content)
        if event.keyword is not None:
            return self._keyword(event, work.known)
        text = event.text
        if event.choice:
            text = work.known.choices.get(event.choice, event.text)
        forgetting = await self._about_forgetting(work, event, text)
        if forgetting is not None:
            return Talked(() if work.stopped else forgetting.said, forgetting.known)
        return await self._turns(work, event, text)

    def _keyword(self, event: Event, known: Known) -> Talked:
        """STOP, START and HELP mean what the law says, whatever the conversation is about."""
        silent = bool(event.about.get("handled"))  # the provider has said it already
        said = (
            []
            if silent
            else [
                self._presenter.fixed(f"stop_{event.keyword}" if event.keyword == "help" else f"{event.keyword}_done")
            ]
        )
        stopped = {"stop": True, "start": False}.get(str(event.keyword))
        return Talked(said, replace(known, forgetting=False), stopped)

    async def _about_forgetting(self, work: Work, event: Event, text: str) -> Talked | None:
        asked = self._presenter.fixed("forget_ask", "forget_yes", "forget_no")
        if wants_to_be_forgotten(text):
            return Talked([asked], _shown(replace(work.known, forgetting=True), [asked]))
        is_other = event.choice and event.choice not in {choice.id for choice in asked.choices}
        if not work.known.forgetting or is_other:  # "Yes" on an older button was a yes to something else
            return None
        if says_yes(text):
            await self._forget(work)
            number = new_number(dt.datetime.now(dt.timezone.utc))
            return Talked([self._presenter.fixed("forget_done", number=number)], Known())
        if says_no(text):
            return Talked([self._presenter.fixed("forget_kept")], replace(work.known, forgetting=False))
        return None

    async def _turns(self, work: Work, event: Event, text: str) -> Talked:
        turns: list[tuple[str, dict[str, Any]]] = []
        if text.strip() or event.media is None:
            turns.append((text, {}))
        if event.media is not None:
            turns.append(("", {MEDIA: event.media}))
        messages: list[dict[str, Any]] = []
        with lending(work.person, work.known.tracker) as lent:
            for said, metadata in turns:
                messages += await self._answer(work.person, work.channel, said, metadata)
        known = replace(work.known, tracker=lent.state, forgetting=False)
        urgent = any((one.get("custom") or {}).get("kind") == Kind.EMERGENCY.value for one in messages)
        if work.stopped and not urgent:  # who wants no messages gets none, but help
            return Talked((), known)
        shown = self._presenter.said(messages)
        if not known.told and not urgent:
            shown = [self._presenter.fixed("messenger_privacy"), *shown]
            known = replace(known, told=True)
        return Talked(shown, _shown(known, shown))


def _shown(known: Known, said: Sequence[Said]) -> Known:
    """Remember what the buttons send; of many, the latest."""
    fresh = {choice.id: choice.payload for one in said for choice in one.choices}
    kept = {**{id: payload for id, payload in known.choices.items() if id not in fresh}, **fresh}
    return replace(known, choices=dict(list(kept.items())[-REMEMBERED:]))
