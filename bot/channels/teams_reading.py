"""Activities of Teams read as events. Pure.

https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-api-reference#activity-object.
"""

from __future__ import annotations

import datetime as dt
import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from bot.channels.messengers import reading
from bot.channels.messengers.model import Event, Media
from bot.channels.teams_proof import CHANNEL

OLDEST, SOONEST = 86_400.0, 600.0  # seconds: what is older gets no answer; what is later has a wrong clock
_FILE = "application/vnd.microsoft.teams.file.download.info"
# Teams adds the message again as HTML, and what it quotes; of a sticker there is nothing but the HTML.
_NO_MEDIA = ("", "text/html", "text/plain", "messagereference", "forwardedmessagereference")
_BEGINS: Mapping[str, Media] = {"image/": "photo", "audio/": "voice", "video/": "video", _FILE: "file"}
_MENTION = re.compile(r"<at\b[^>]{0,200}>.{0,200}?</at>", re.DOTALL)
_TAG = re.compile(r"<[^<>]{1,500}>")
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});")
_CHOICE = re.compile(r"[a-z0-9:-]{1,20}")
_TIME = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(\.\d{1,9})?(?:Z|([+-]\d\d:\d\d))?", re.ASCII)


def events(activity: Mapping[str, Any], tenant: str, now: float) -> Iterator[Event]:
    """Return what a person of our tenant wrote to the bot alone; nothing for anything else.

    tenant: its id in lower case. now: seconds since 1970, UTC. Only activities of the type "message" say something:
    reactions, edits, deletions, typing, invokes and installations have types of their own.
    """
    conversation, who = reading.mapping(activity, "conversation"), reading.mapping(activity, "from")
    id, place = reading.text(activity, "id", 1_000), reading.text(conversation, "id", 1_000)
    person = reading.text(who, "aadObjectId", 200) or reading.text(who, "id", 200)
    if activity.get("type") != "message" or not (id and place and person) or not _is_for_us(activity, tenant):
        return
    sent = _seconds(reading.text(activity, "timestamp", 100))
    if sent is not None and sent < now - OLDEST:
        return
    about = {"service": reading.text(activity, "serviceUrl", 2_000), "conversation": place}
    at = None if sent is None or sent > now + SOONEST else sent
    yield from _said(activity, Event(f"{place} {id}", person, at, about=about))


def _is_for_us(activity: Mapping[str, Any], tenant: str) -> bool:
    """Whether somebody of our tenant, and no bot, wrote this in a chat with the bot alone."""
    conversation, who = reading.mapping(activity, "conversation"), reading.mapping(activity, "from")
    tenants = (reading.mapping(activity, "channelData", "tenant").get("id"), conversation.get("tenantId"))
    named = [str(one).lower() for one in tenants if one is not None]
    return (
        activity.get("channelId") == CHANNEL
        and conversation.get("conversationType") == "personal"
        and conversation.get("isGroup") in (None, False)
        and bool(named)
        and all(one == tenant for one in named)
        and not reading.text(who, "id", 200).startswith("28:")  # bots; people are 29:
        and who.get("role") not in ("bot", "skill")
    )


def _said(activity: Mapping[str, Any], event: Event) -> Iterator[Event]:
    value = reading.mapping(activity, "value")  # of a button on a card of ours: teams_saying.py
    choice, title = reading.text(value, "choice", 20), reading.text(value, "title", 1_000).strip()
    choice = choice if _CHOICE.fullmatch(choice) else ""
    words = _words(activity)
    if choice or title:
        yield replace(event, text=title or words, choice=choice)
        return
    media = _media(activity, bare=not words)
    if words == "STOP":
        yield replace(event, keyword="stop", text=words)
    elif words.casefold() == "start":  # the way back for whoever stopped, or had blocked the bot
        yield replace(event, keyword="start", text=words)
    elif words or media:
        yield replace(event, text=words, media=media)


def _words(activity: Mapping[str, Any]) -> str:
    """The text as typed: without mentions, and with the signs that Teams writes as entities of HTML."""
    text = _MENTION.sub(" ", reading.text(activity, "text"))
    if activity.get("textFormat") == "xml":
        text = _TAG.sub(" ", text)
    return _ENTITY.sub(lambda found: html.unescape(found[0]), text).replace("\u00a0", " ").strip()


def _media(activity: Mapping[str, Any], *, bare: bool) -> Media | None:
    """What is attached. bare: without words; else an unknown kind, such as the preview of a link, says nothing."""
    kinds = [reading.text(one, "contentType", 200).lower() for one in reading.items(activity, "attachments")]
    known = (media for kind in kinds for begin, media in _BEGINS.items() if kind.startswith(begin))
    other: Media | None = "other" if bare and any(kind not in _NO_MEDIA for kind in kinds) else None
    return next(known, other)


def _seconds(given: str) -> float | None:
    """A time of ISO 8601 in seconds since 1970; UTC when it names no zone. Teams gives up to seven decimals."""
    found = _TIME.fullmatch(given)
    if found is None:
        return None
    try:
        whole = dt.datetime.fromisoformat(f"{found[1]}{found[3] or '+00:00'}").timestamp()
    except (ValueError, OverflowError):
        return None
    return whole + float(found[2] or 0)
