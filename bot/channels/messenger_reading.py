"""What people did on Messenger and Instagram, read from what Meta tells. Pure.

https://developers.facebook.com/documentation/business-messaging/messenger-platform/webhooks/webhook-events/messages and
https://developers.facebook.com/documentation/business-messaging/instagram-messaging/webhooks
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from bot.channels.messengers import reading
from bot.channels.messengers.model import Event, Media

OLDEST, SOONEST = 86_400.0, 600.0  # seconds: what is older gets no answer; what is later has a wrong clock
GET_STARTED = "GET_STARTED"  # what the button before the first message sends; docs/channels/messenger.md sets it
NETWORKS: Mapping[str, str] = {"page": "fb", "instagram": "ig"}  # how a person's address begins, by Meta's object
_PERSON = re.compile(r"[0-9]{1,32}")
_ID = re.compile(r"[!-~]{1,300}")
_CHOICE = re.compile(r"[a-z0-9:-]{1,20}")
_NOT_SAID = ("is_echo", "is_self", "is_deleted", "is_unsupported")
_MEDIA: Mapping[str, Media] = {
    "image": "photo", "audio": "voice", "video": "video", "file": "file", "location": "location",
}  # fmt: skip
# Shown with the words that they belong to, such as the preview of a link; without words they are all that was sent.
_SHARED = frozenset({"fallback", "template", "share", "post", "ig_post", "reel", "ig_reel"})


def events(told: Mapping[str, Any], ours: str, now: float) -> Iterator[Event]:
    """Return what people did in private chats with one account. ours: its id. now: seconds since 1970, UTC.

    Only `messaging` counts: `standby` is for conversations that another app or a person answers.
    """
    network = NETWORKS.get(reading.text(told, "object"), "")
    for entry in reading.items(told, "entry"):
        if not network or not ours or reading.text(entry, "id") != ours:
            continue
        for happened in reading.items(entry, "messaging"):
            yield from _happened(happened, ours, network, now)


def _happened(happened: Mapping[str, Any], ours: str, network: str, now: float) -> Iterator[Event]:
    sender = reading.text(reading.mapping(happened, "sender"), "id")
    recipient = reading.text(reading.mapping(happened, "recipient"), "id")
    at = reading.seconds(happened.get("timestamp"), 1000.0)
    is_old = at is not None and at < now - OLDEST
    if recipient != ours or sender == ours or not _PERSON.fullmatch(sender) or is_old:
        return
    event = Event("", f"{network}:{sender}", at if at is not None and at <= now + SOONEST else None)
    message, postback = reading.mapping(happened, "message"), reading.mapping(happened, "postback")
    if message:
        yield from _said(message, replace(event, id=reading.text(message, "mid")))
    elif postback:
        # Before version 11 buttons had no id; a person presses once in a millisecond.
        id = reading.text(postback, "mid") or ("" if at is None else f"{event.person}:{at:.3f}")
        yield from _pressed(postback, replace(event, id=id))


def _said(message: Mapping[str, Any], event: Event) -> Iterator[Event]:
    if not _ID.fullmatch(event.id) or any(message.get(flag) for flag in _NOT_SAID):
        return
    text, media = reading.text(message, "text"), _media(message)
    payload = reading.text(reading.mapping(message, "quick_reply"), "payload")
    if payload:
        yield _chosen(payload, text, event)
    elif media is None and text.strip() == "STOP":
        yield replace(event, text=text, keyword="stop")
    elif media is None and text.strip().casefold() == "start":  # the way back for whoever stopped, or had blocked us
        yield replace(event, text=text, keyword="start")
    elif text.strip() or media:
        yield replace(event, text=text, media=media)


def _media(message: Mapping[str, Any]) -> Media | None:
    """What is attached. A sticker is none: it comes as such, as an image with its id, or as both."""
    attached = reading.items(message, "attachments")
    if any(one.get("type") == "sticker" or reading.mapping(one, "payload").get("sticker_id") for one in attached):
        return None
    kinds = [reading.text(one, "type") for one in attached]
    known = next((_MEDIA[kind] for kind in kinds if kind in _MEDIA), None)
    is_shared = not reading.text(message, "text").strip() and any(kind in _SHARED for kind in kinds)
    return known or ("other" if is_shared else None)


def _pressed(postback: Mapping[str, Any], event: Event) -> Iterator[Event]:
    payload, title = reading.text(postback, "payload"), reading.text(postback, "title")
    if not _ID.fullmatch(event.id):
        return
    if payload == GET_STARTED:
        # Whoever had enough begins again: silently, then they are greeted.
        yield replace(event, id=f"{event.id}:start", keyword="start", about={"handled": "start"})
        yield replace(event, text="Hello")
    elif payload or title:
        yield _chosen(payload, title, event)


def _chosen(payload: str, title: str, event: Event) -> Event:
    return replace(event, choice=payload if _CHOICE.fullmatch(payload) else "", text=title or payload)
