"""What Slack sends, read as events. Pure.

Messages: https://docs.slack.dev/reference/events/message.im. Pressed buttons:
https://docs.slack.dev/reference/interaction-payloads/block_actions-payload.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from bot.channels.messengers import reading
from bot.channels.messengers.model import Event, Keyword, Media

OLDEST, SOONEST = 86_400.0, 600.0  # seconds: what is older gets no answer; what is later has a wrong clock
SLACKBOT = "USLACKBOT"
_USER, _CHAT = re.compile(r"[UW][A-Z0-9]{2,30}"), re.compile(r"D[A-Z0-9]{2,30}")
_CHOICE = re.compile(r"[a-z0-9:-]{1,20}")
_MEDIA: Mapping[str, Media] = {"image": "photo", "audio": "voice", "video": "video"}  # by what a MIME type begins with
_MARKUP, _ENTITY = re.compile(r"<([^<>]*)>"), re.compile(r"&(?:amp|lt|gt);")
_SIGNS = {"&amp;": "&", "&lt;": "<", "&gt;": ">"}


def written(callback: Mapping[str, Any], team: str, now: float) -> Iterator[Event]:
    """Return what a person of the workspace wrote to the bot alone; nothing for anything else.

    team: the workspace's id. now: seconds since 1970, UTC. Edits, deletions, reactions, channels, what bots write and
    kinds of messages that have a subtype (but for files) give no event.
    """
    message = reading.mapping(callback, "event")
    id, person = reading.text(callback, "event_id", 200), reading.text(message, "user", 40)
    place, sent = reading.text(message, "channel", 40), reading.seconds(message.get("ts"))
    if callback.get("type") != "event_callback" or not id or not _is_ours(callback, message, team):
        return
    if not _is_of_a_person(message) or not _USER.fullmatch(person) or person == SLACKBOT or not _CHAT.fullmatch(place):
        return
    text, media = plain(reading.text(message, "text")), _media(message)
    if (text or media) and not _is_old(sent, now):
        about = _about(place, reading.text(message, "thread_ts", 40))
        yield Event(id, person, _at(sent, now), text, "", media, _keyword(text), about)


def pressed(payload: Mapping[str, Any], team: str, now: float) -> Iterator[Event]:
    """Return the press of a button under a message of the bot; nothing for menus, dialogs, shortcuts and other chats.

    team, now: as above.
    """
    who, where = reading.mapping(payload, "user"), reading.mapping(payload, "container")
    button = next(iter(reading.items(payload, "actions")), {})
    person, place = reading.text(who, "id", 40), reading.text(where, "channel_id", 40)
    teams = (reading.mapping(payload, "team").get("id"), who.get("team_id", team))
    if payload.get("type") != "block_actions" or button.get("type") != "button" or set(map(str, teams)) != {team}:
        return
    if not _USER.fullmatch(person) or not _CHAT.fullmatch(place) or where.get("type") != "message":
        return
    title, value = plain(reading.text(reading.mapping(button, "text"), "text")), reading.text(button, "value", 20)
    choice = value if _CHOICE.fullmatch(value) else ""
    done, id = reading.seconds(button.get("action_ts")), reading.text(payload, "trigger_id", 200)
    id = id or f"{button.get('action_ts')} {reading.text(where, 'message_ts', 40)} {person}"[:200]
    if (choice or title) and not _is_old(done, now):
        about = _about(place, reading.text(where, "thread_ts", 40))
        yield Event(id, person, _at(done, now), title, choice, about=about)


def plain(text: str) -> str:
    """Return a text as it was typed: https://docs.slack.dev/messaging/formatting-message-text#retrieving-messages.

    A link or a mention becomes what people see of it; a mention of somebody without a name is left out.
    """
    return _ENTITY.sub(lambda found: _SIGNS[found[0]], _MARKUP.sub(_seen, text)).strip()


def _seen(found: re.Match[str]) -> str:
    target, _, label = found[1].partition("|")
    if target.startswith(("@", "#")):
        return f"{target[0]}{label}" if label else ""
    if target.startswith("!"):
        return label or (f"@{target[1:]}" if target[1:].isalpha() else "")
    return label or target


def _is_ours(callback: Mapping[str, Any], message: Mapping[str, Any], team: str) -> bool:
    """Whether it happened in the workspace, and nobody of another one is part of it."""
    named = [message[name] for name in ("team", "user_team", "source_team") if message.get(name) is not None]
    return all(one == team for one in (callback.get("team_id"), *named)) and not callback.get("is_ext_shared_channel")


def _is_of_a_person(message: Mapping[str, Any]) -> bool:
    """Whether somebody wrote this to the bot alone: what bots write, ours among them, has a bot's id."""
    return (
        message.get("type") == "message"
        and message.get("channel_type") == "im"
        and message.get("subtype") in (None, "file_share")
        and not message.get("bot_id")
        and not message.get("hidden")
    )


def _media(message: Mapping[str, Any]) -> Media | None:
    files = reading.items(message, "files")
    return _MEDIA.get(reading.text(files[0], "mimetype", 200).lower().partition("/")[0], "file") if files else None


def _keyword(text: str) -> Keyword | None:
    """STOP in capitals, so that a sentence's "stop" is none; and the way back, which whoever stopped is told."""
    return "stop" if text == "STOP" else "start" if text.casefold() == "start" else None


def _about(place: str, thread: str) -> Mapping[str, str]:
    return {"channel": place, "thread": thread} if thread else {"channel": place}


def _is_old(at: float | None, now: float) -> bool:
    return at is not None and at < now - OLDEST


def _at(at: float | None, now: float) -> float | None:
    return None if at is None or at > now + SOONEST else at
