"""WhatsApp through Meta's Cloud API: https://developers.facebook.com/docs/whatsapp/cloud-api."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import httpx

from bot.channels.messengers import reading, results, texts
from bot.channels.messengers.model import (
    Again,
    Answered,
    Asked,
    Call,
    Choice,
    Event,
    Finding,
    Media,
    Never,
    Outcome,
    Received,
    RefusedError,
    Reminder,
    Said,
    To,
)
from bot.channels.messengers.settings import read_all, read_api
from bot.channels.messengers.signatures import is_same, require_sha256
from index.errors import SettingsError

SETTINGS: Mapping[str, str] = {
    "HAIRLINE_WHATSAPP_TOKEN": "a permanent token of a system user (Business settings, System users), with whatsapp_business_messaging",
    "HAIRLINE_WHATSAPP_APP_SECRET": "the app's secret (App settings, Basic); it signs what Meta sends",
    "HAIRLINE_WHATSAPP_VERIFY_TOKEN": "any long word of your own; type the same one where you set the webhook",
    "HAIRLINE_WHATSAPP_PHONE_ID": "the Phone number ID (WhatsApp, API setup), not the phone number",
}
TEMPLATE, API = "HAIRLINE_WHATSAPP_REMINDER_TEMPLATE", "HAIRLINE_WHATSAPP_API"
# Limits of messages: text body, body with buttons, header; buttons, their titles; rows, their titles and descriptions.
TEXT, BODY, HEADER = 4096, 1024, 60
BUTTONS, BUTTON_TITLE = 3, 20
ROWS, ROW_TITLE, ROW_DESCRIPTION = 10, 24, 72
OLDEST, SOONEST = 86_400.0, 600.0  # seconds: what is older gets no answer; what is later has a wrong clock
_MEDIA: Mapping[str, Media] = {
    "image": "photo", "video": "video", "audio": "voice", "document": "file", "location": "location", "contacts": "contact",
}  # fmt: skip
# Where a sign could begin or end bold, italic, struck or fixed-width text, one that looks like it stands instead.
_MARKUP = re.compile(r"(?<!\w)[*_~`](?=\S)|(?<=\S)[*_~`](?!\w)|^>", re.MULTILINE)
_LOOKALIKES = str.maketrans({"*": "\u2217", "_": "\u02cd", "~": "\u223c", "`": "\u02cb", ">": "\u203a"})
# Codes of errors, from "Error codes" in the Cloud API's documentation.
_LATER = {1, 2, 4, 80007, 130429, 131000, 131016, 131048, 131056, 131057, 133004, 133005}
_REFUSED = {0, 3, 10, 190, 200, 131005, 131045, 133010}  # a person can mend these for all messages
_CHOICE = re.compile(r"[a-z0-9:-]{1,20}")
_CHALLENGE = re.compile(r"[\w.-]{1,200}")


class WhatsApp:
    """One phone number of the clinic."""

    name = "whatsapp"

    def __init__(self, found: Mapping[str, str], api: str, template: tuple[str, str] | None) -> None:
        """found: values of SETTINGS. template: name and language of the approved reminder for after a day's silence."""
        self.api, self._template = api, template
        self._token, self._app_secret, self._verify_token, self._phone_id = (found[name] for name in SETTINGS)
        self._path = f"/{self._phone_id}/messages"

    def receive(self, asked: Asked, now: float) -> Received:
        """Return what a request held: https://developers.facebook.com/docs/graph-api/webhooks/getting-started."""
        if asked.method == "GET":
            return self._handshake(asked.query)
        require_sha256(asked.headers, asked.body, self._app_secret)
        told = reading.read_json(asked.body)
        if told.get("object") != "whatsapp_business_account":
            raise RefusedError("stranger")
        return Received(tuple(self._events(told, now)))

    def calls(self, said: Said, to: To) -> list[Call]:
        """Return the calls that say something, in order."""
        return [
            Call(
                "POST",
                self._path,
                {"messaging_product": "whatsapp", "recipient_type": "individual", "to": to.person, **message},
            )
            for message in _messages(said)
        ]

    def typing(self, event: Event) -> Call | None:
        """Return the call that marks a message as read and shows that a reply is being written."""
        shown = {"status": "read", "message_id": event.about.get("message", ""), "typing_indicator": {"type": "text"}}
        return Call("POST", self._path, {"messaging_product": "whatsapp", **shown})

    def reminder(self, reminder: Reminder, to: To) -> list[Call] | None:
        """Return the calls that remind somebody: after a day without a message of theirs, an approved template only."""
        if to.is_open:
            return self.calls(Said(reminder.text), to)
        if self._template is None:
            return None
        name, language = self._template
        words = (reminder.clinic, reminder.when, reminder.reference, reminder.url)
        parameters = [{"type": "text", "text": " ".join(word.split()) or "-"} for word in words]
        template = {
            "name": name,
            "language": {"code": language},
            "components": [{"type": "body", "parameters": parameters}],
        }
        message = {"recipient_type": "individual", "to": to.person, "type": "template", "template": template}
        return [Call("POST", self._path, {"messaging_product": "whatsapp", **message})]

    async def authorised(self, call: Call, http: httpx.AsyncClient) -> Mapping[str, str]:
        """Return the header with the token."""
        return {"Authorization": f"Bearer {self._token}"}

    def outcome(self, status: int, headers: Mapping[str, str], body: bytes) -> Outcome:
        """Return what became of a call."""
        code = _error_code(body)
        if status < 300 or code is None:
            return results.by_status(status, headers)
        if code in _REFUSED:
            return Again(f"refused with code {code}; `hairline channels check` says what to mend", 60.0)
        if code in _LATER or status in (408, 429) or status >= 500:
            return Again(f"code {code}", results.retry_after(headers))
        return Never(f"code {code}")

    async def check(self, http: httpx.AsyncClient) -> list[Finding]:
        """Ask Meta whose number it is."""
        asked = {"fields": "display_phone_number,verified_name"}
        call = Call("GET", f"/{self._phone_id}")
        response = await http.get(self.api + call.path, params=asked, headers=await self.authorised(call, http))
        if response.status_code in (401, 403) or _error_code(response.content) in _REFUSED:
            return [
                Finding(
                    False,
                    "Meta refuses the token",
                    f"copy HAIRLINE_WHATSAPP_TOKEN again: {SETTINGS['HAIRLINE_WHATSAPP_TOKEN']}",
                )
            ]
        if response.status_code != 200:
            mend = f"copy HAIRLINE_WHATSAPP_PHONE_ID again: {SETTINGS['HAIRLINE_WHATSAPP_PHONE_ID']}"
            return [Finding(False, f"Meta does not know the number (HTTP {response.status_code})", mend)]
        known = reading.read_json(response.content)
        number, name = reading.text(known, "display_phone_number"), reading.text(known, "verified_name")
        found = [Finding(True, f"messages go out from {number} as {name}")]
        if self._template is None:
            found.append(
                Finding(True, "no reminders more than a day after somebody wrote", f"set {TEMPLATE} to send them")
            )
        return found

    def _handshake(self, query: Mapping[str, str]) -> Received:
        challenge = query.get("hub.challenge", "")
        if query.get("hub.mode") != "subscribe" or not _CHALLENGE.fullmatch(challenge):
            raise RefusedError("unreadable", 400)
        if not is_same(query.get("hub.verify_token", ""), self._verify_token):
            raise RefusedError("unsigned")
        return Received((), Answered(200, challenge.encode()))

    def _events(self, told: Mapping[str, Any], now: float) -> Iterator[Event]:
        for entry in reading.items(told, "entry"):
            for change in reading.items(entry, "changes"):
                value = reading.mapping(change, "value")
                ours = reading.text(reading.mapping(value, "metadata"), "phone_number_id") == self._phone_id
                if change.get("field") == "messages" and ours:
                    events = (_event(message, now) for message in reading.items(value, "messages"))
                    yield from (event for event in events if event is not None)


def from_environment(env: Mapping[str, str], secret: str, public_url: str) -> WhatsApp | None:
    """Return the channel; None when nothing is set. Raises SettingsError naming what is missing."""
    found = read_all(env, SETTINGS)
    if found is None:
        return None
    if not found["HAIRLINE_WHATSAPP_PHONE_ID"].isdigit():
        raise SettingsError(f"HAIRLINE_WHATSAPP_PHONE_ID has digits only: {SETTINGS['HAIRLINE_WHATSAPP_PHONE_ID']}")
    api = read_api(env, API, "https://graph.facebook.com/v21.0")
    return WhatsApp(found, api, _template(env.get(TEMPLATE, "").strip()))


def _template(given: str) -> tuple[str, str] | None:
    found = re.fullmatch(r"([a-z0-9_]{1,512}):([a-z]{2,3}(?:_[A-Z]{2,4})?)", given)
    if given and found is None:
        raise SettingsError(
            f"{TEMPLATE}={given!r} is no template; write its name, a colon and its language: reminder:en_GB"
        )
    return (found[1], found[2]) if found else None


def _event(message: Mapping[str, Any], now: float) -> Event | None:
    """What a person did; None for what needs no answer: reactions, stickers, edits, deletions, groups, the unknown."""
    id, person = reading.text(message, "id", 300), reading.text(message, "from", 40)
    at = reading.seconds(message.get("timestamp"))
    if not id or not person.isdigit() or message.get("group_id") or (at is not None and at < now - OLDEST):
        return None
    common: dict[str, Any] = {"id": id, "person": person, "about": {"message": id}}
    common["at"] = at if at is not None and at <= now + SOONEST else None
    kind = reading.text(message, "type")
    inner = reading.mapping(message, kind) if kind else {}
    if kind == "text":
        return Event(**common, text=reading.text(inner, "body"))
    if kind == "button":  # of a template
        return Event(**common, text=reading.text(inner, "text") or reading.text(inner, "payload"))
    if kind == "interactive":
        return _pressed(inner, common)
    media = _MEDIA.get(kind)
    return None if media is None else Event(**common, media=media, text=reading.text(inner, "caption"))


def _pressed(interactive: Mapping[str, Any], common: Mapping[str, Any]) -> Event | None:
    reply = reading.mapping(interactive, reading.text(interactive, "type"))
    id, title = reading.text(reply, "id", 256), reading.text(reply, "description") or reading.text(reply, "title")
    if not id and not title:
        return None
    return Event(**common, choice=id if _CHOICE.fullmatch(id) else "", text=title)


def _messages(said: Said) -> Iterator[dict[str, Any]]:
    numbers = "\n".join(f"{number.label}: {number.dial}" for number in said.numbers)
    body = "\n\n".join(part for part in (said.text, numbers) if part)
    shown, extra = said.choices[:ROWS], said.choices[ROWS:]
    if extra:
        body = f"{body}\n\n{texts.numbered(extra, ROWS + 1)}"
    body = _escaped(body)
    if not shown:
        heading = f"*{_escaped(said.heading)}*\n\n" if said.heading else ""
        yield from map(_text, texts.split(heading + body, TEXT))
        return
    *before, last = _parted(body) or ["\u2193"]  # an interactive message must have a body
    yield from map(_text, before)
    yield {"type": "interactive", "interactive": {**_header(said.heading), "body": {"text": last}, **_action(shown)}}


def _parted(body: str) -> list[str]:
    """Long texts, and a last one that is short enough for buttons."""
    parts = texts.split(body, TEXT)
    if not parts or len(parts[-1]) <= BODY:
        return parts
    tail = texts.split(parts[-1], BODY)[-1]
    return [*parts[:-1], parts[-1][: parts[-1].rindex(tail)].rstrip(), tail]


def _text(body: str) -> dict[str, Any]:
    return {"type": "text", "text": {"preview_url": False, "body": body}}


def _header(heading: str) -> dict[str, Any]:
    return {"header": {"type": "text", "text": texts.shorten(heading, HEADER)}} if heading else {}


def _action(choices: Sequence[Choice]) -> dict[str, Any]:
    if len(choices) <= BUTTONS and all(len(choice.title) <= BUTTON_TITLE for choice in choices):
        buttons = [{"type": "reply", "reply": {"id": choice.id, "title": choice.title}} for choice in choices]
        return {"type": "button", "action": {"buttons": buttons}}
    rows = [_row(choice) for choice in choices]
    return {"type": "list", "action": {"button": "Choose", "sections": [{"title": "Choose one", "rows": rows}]}}


def _row(choice: Choice) -> dict[str, str]:
    if len(choice.title) <= ROW_TITLE:
        return {"id": choice.id, "title": choice.title}
    short = texts.shorten(choice.title, ROW_TITLE)
    return {"id": choice.id, "title": short, "description": texts.shorten(choice.title, ROW_DESCRIPTION)}


def _escaped(text: str) -> str:
    return _MARKUP.sub(lambda found: found[0].translate(_LOOKALIKES), text)


def _error_code(body: bytes) -> int | None:
    try:
        code = reading.mapping(reading.read_json(body), "error").get("code")
    except RefusedError:
        return None
    return code if isinstance(code, int) else None
