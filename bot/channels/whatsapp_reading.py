"""What people did on WhatsApp, read from what Meta tells. Pure.

https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from bot.channels.messengers import reading
from bot.channels.messengers.model import Event, Media

PHONE = re.compile(r"[0-9]{5,20}")
OLDEST, SOONEST = 86_400.0, 600.0  # seconds: what is older gets no answer; what is later has a wrong clock
_USER = re.compile(r"[A-Z]{2}\.(?:ENT\.)?[A-Za-z0-9]{1,128}")  # of people who show a name instead of their number
_ID = re.compile(r"[!-~]{1,300}")
_CHOICE = re.compile(r"[a-z0-9:-]{1,20}")
_MEDIA: Mapping[str, Media] = {
    "image": "photo", "video": "video", "audio": "voice", "document": "file", "location": "location", "contacts": "contact",
}  # fmt: skip


def events(told: Mapping[str, Any], phone_id: str, now: float) -> Iterator[Event]:
    """Return what people did in private chats with one number. now: seconds since 1970, UTC."""
    for entry in reading.items(told, "entry"):
        for change in reading.items(entry, "changes"):
            value = reading.mapping(change, "value")
            ours = reading.text(reading.mapping(value, "metadata"), "phone_number_id") == phone_id
            if change.get("field") != "messages" or not ours:
                continue
            for message in reading.items(value, "messages"):
                event = _event(message, _sender(message, value), now)
                if event is not None:
                    yield event


def _sender(message: Mapping[str, Any], value: Mapping[str, Any]) -> str:
    """The person's number, or how they are known to us when they show a name instead; "" when it is neither.

    https://developers.facebook.com/documentation/business-messaging/whatsapp/business-scoped-user-ids
    """
    number, user = reading.text(message, "from"), reading.text(message, "from_user_id")
    contacts = reading.items(value, "contacts")
    if not number and not user and len(contacts) == 1:
        user = reading.text(contacts[0], "user_id")
    return next((known[0] for known in (PHONE.fullmatch(number), _USER.fullmatch(user)) if known), "")


def _event(message: Mapping[str, Any], person: str, now: float) -> Event | None:
    """What a person did; None for what needs no answer: reactions, stickers, edits, deletions, groups, the unknown."""
    id, at = reading.text(message, "id"), reading.seconds(message.get("timestamp"))
    if not _ID.fullmatch(id) or not person or message.get("group_id") or (at is not None and at < now - OLDEST):
        return None
    common: dict[str, Any] = {"id": id, "person": person, "about": {"message": id}}
    common["at"] = at if at is not None and at <= now + SOONEST else None
    kind = reading.text(message, "type")
    inner = reading.mapping(message, kind) if kind else {}
    if kind == "text":
        text = reading.text(inner, "body")
        return Event(**common, text=text) if text else None
    if kind == "button":  # of a template
        return _pressed(reading.text(inner, "payload"), reading.text(inner, "text"), common)
    if kind == "interactive":
        reply = reading.mapping(inner, reading.text(inner, "type"))
        return _pressed(
            reading.text(reply, "id"), reading.text(reply, "description") or reading.text(reply, "title"), common
        )
    media = _MEDIA.get(kind)
    return None if media is None else Event(**common, media=media, text=reading.text(inner, "caption"))


def _pressed(id: str, title: str, common: Mapping[str, Any]) -> Event | None:
    if not id and not title:
        return None
    return Event(**common, choice=id if _CHOICE.fullmatch(id) else "", text=title or id)
