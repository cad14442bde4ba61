"""Updates of Telegram read as events: https://core.telegram.org/bots/api#update. Pure."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from bot.channels.messengers import reading
from bot.channels.messengers.model import Event, Media

UPDATES = ("message", "callback_query")  # the kinds that we ask Telegram for
OLDEST, SOONEST = 86_400.0, 600.0  # seconds: what is older gets no answer; what is later has a wrong clock
MOST_ID = 2**53  # https://core.telegram.org/bots/api#user: at most 52 significant bits
# The first that is there counts: an animation is also told as a document, a venue as a location.
_MEDIA: Mapping[str, Media] = {
    "photo": "photo", "animation": "video", "video": "video", "video_note": "video", "voice": "voice", "audio": "voice",
    "document": "file", "location": "location", "contact": "contact",
    "paid_media": "other", "story": "other", "poll": "other", "checklist": "other",
}  # fmt: skip
_COMMAND = re.compile(r"/([A-Za-z0-9_]{1,32})(?:@\w{1,64})?(?:\s+(\S.*))?", re.DOTALL)
_SAYS: Mapping[str, str] = {"help": "What can you do?", "forget": "forget me"}
_PAYLOAD = re.compile(r"[\w-]{1,64}", re.ASCII)  # of https://t.me/<bot>?start=<payload>
_CHOICE = re.compile(r"[a-z0-9:-]{1,20}")


def events(update: Mapping[str, Any], now: float) -> Iterator[Event]:
    """Return what a person did, in order; nothing for what needs no answer, or was not said to us alone.

    now: seconds since 1970, UTC. Stickers, edits, reactions, service messages, groups and channels give no event.
    """
    number = _number(update, "update_id")
    if number is None:
        return
    if isinstance(update.get("callback_query"), dict):
        yield from _pressed(update["callback_query"], number, now)
    elif isinstance(update.get("message"), dict):
        yield from _written(update["message"], number, now)


def _written(message: Mapping[str, Any], number: int, now: float) -> Iterator[Event]:
    person, sent = _person(message, message), reading.seconds(message.get("date"))
    if person is None or (sent is not None and sent < now - OLDEST):
        return
    at = None if sent is None or sent > now + SOONEST else _ordered(sent, number)
    event = Event(str(number), person, at)
    if text := reading.text(message, "text"):
        yield from _said(replace(event, text=text))
        return
    media = next((media for name, media in _MEDIA.items() if message.get(name)), None)
    if media is None:
        return
    caption = reading.text(message, "caption")
    album = reading.text(message, "media_group_id", 100)
    if album and not caption:  # the pictures of an album come one by one, and need one answer
        event = replace(event, id=f"album:{album}")
    yield replace(event, media=media, text=caption)


def _said(event: Event) -> Iterator[Event]:
    """A text as it is meant: https://core.telegram.org/bots/features#commands."""
    text = event.text.strip()
    found = _COMMAND.fullmatch(text)
    name, rest = (found[1].lower(), found[2] or "") if found else ("", "")
    if name == "start" and (not rest or _PAYLOAD.fullmatch(rest)):
        # Whoever had enough, or blocked the bot, presses Start to begin again: silently, then they are greeted.
        yield replace(event, id=f"{event.id}:start", text="", keyword="start", about={"handled": "start"})
        yield replace(event, text="Hello")
    elif text == "STOP" or (name == "stop" and not rest):
        yield replace(event, keyword="stop")
    elif text.casefold() == "start":  # what we tell whoever stopped to write
        yield replace(event, keyword="start")
    elif found:
        said = f"{found[1]} {rest}".strip()
        yield replace(event, text=said if rest else _SAYS.get(name, said))
    else:
        yield event


def _pressed(query: Mapping[str, Any], number: int, now: float) -> Iterator[Event]:
    """A button that was pressed; Telegram does not say when, so it was now, on the clock that messages have."""
    message, id, data = reading.mapping(query, "message"), reading.text(query, "id", 200), reading.text(query, "data")
    person = _person(query, message)
    choice = data if _CHOICE.fullmatch(data) else ""
    title = next(
        (reading.text(button, "text") for button in _buttons(message) if button.get("callback_data") == data), ""
    )
    if person is None or not id or not (choice or title):
        return
    yield Event(str(number), person, _ordered(now, number), title, choice, about={"callback": id})


def _buttons(message: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    rows = reading.mapping(message, "reply_markup").get("inline_keyboard")
    for row in rows if isinstance(rows, list) else ():
        yield from reading.items({"row": row}, "row")


def _person(said: Mapping[str, Any], message: Mapping[str, Any]) -> str | None:
    """Who said something in the chat of a message, when that is a person alone with the bot."""
    who, chat = reading.mapping(said, "from"), reading.mapping(message, "chat")
    id = _number(who, "id")
    alone = id is not None and chat.get("type") == "private" and _number(chat, "id") == id
    return str(id) if alone and who.get("is_bot") is False else None


def _number(found: Mapping[str, Any], name: str) -> int | None:
    value = found.get(name)
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 < value < MOST_ID else None


def _ordered(at: float, number: int) -> float:
    """A whole second, and a fraction that keeps updates of the same second in the order of their numbers.

    Numbers count up by one, so that only two within one second across a full million could change places.
    """
    return math.floor(at) + (number % 1_000_000) / 1_000_000
