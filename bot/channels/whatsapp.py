"""WhatsApp by Meta's Cloud API: https://developers.facebook.com/documentation/business-messaging/whatsapp."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import httpx

from bot.channels.messengers import reading, results
from bot.channels.messengers.model import (
    PREFIX,
    Again,
    Answered,
    Asked,
    Call,
    Event,
    Finding,
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
from bot.channels.whatsapp_reading import PHONE, events
from bot.channels.whatsapp_saying import messages
from index.errors import SettingsError

SETTINGS: Mapping[str, str] = {
    "HAIRLINE_WHATSAPP_TOKEN": "a permanent token of a system user (Business settings, System users), with whatsapp_business_messaging and whatsapp_business_management",
    "HAIRLINE_WHATSAPP_APP_SECRET": "the app's secret (App settings, Basic); it signs what Meta sends",
    "HAIRLINE_WHATSAPP_VERIFY_TOKEN": "any long word of your own; type the same one where you set the webhook",
    "HAIRLINE_WHATSAPP_PHONE_ID": "the Phone number ID (WhatsApp, API setup), not the phone number",
}
TEMPLATE, API = "HAIRLINE_WHATSAPP_REMINDER_TEMPLATE", "HAIRLINE_WHATSAPP_API"
# https://developers.facebook.com/documentation/business-messaging/whatsapp/support/error-codes
_LATER = {1, 2, 4, 17, 341, 80007, 130429, 131000, 131016, 131048, 131056, 131057, 133004}
_UNTRUSTED = {0, 3, 10, 190, *range(200, 300)}  # the token, or what it may do
_MENDED = _UNTRUSTED | {368, 131005, 131031, 131037, 131042, 131045, 133010}  # by a person, for all messages
_CHALLENGE = re.compile(r"[A-Za-z0-9_.-]{1,200}")


class WhatsApp:
    """One phone number of the clinic."""

    name = "whatsapp"

    def __init__(
        self, found: Mapping[str, str], api: str, template: tuple[str, str] | None, public_url: str = ""
    ) -> None:
        """found: values of SETTINGS. template: name and language of the approved reminder for after a day's silence."""
        self.api, self._template, self._webhook = api, template, f"{public_url}{PREFIX}/{self.name}"
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
        return Received(tuple(events(told, self._phone_id, now)))

    def calls(self, said: Said, to: To) -> list[Call]:
        """Return the calls that say something, in order."""
        return [self._call(message, to) for message in messages(said)]

    def typing(self, event: Event) -> Call | None:
        """Return the call that marks a message as read and shows that a reply is being written."""
        message = event.about.get("message")
        if not message:
            return None
        shown = {"status": "read", "message_id": message, "typing_indicator": {"type": "text"}}
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
        return [self._call({"type": "template", "template": template}, to)]

    async def authorised(self, call: Call, http: httpx.AsyncClient) -> Mapping[str, str]:
        """Return the header with the token."""
        return {"Authorization": f"Bearer {self._token}"}

    def outcome(self, status: int, headers: Mapping[str, str], body: bytes) -> Outcome:
        """Return what became of a call."""
        code = _error_code(body)
        if status < 300 or code is None:
            return results.by_status(status, headers)
        if code in _MENDED:
            return Again(f"refused with code {code}; `hairline channels check` says what to mend", 60.0)
        if code in _LATER or status in (408, 429) or status >= 500:
            return Again(f"code {code}", results.retry_after(headers))
        return Never(f"code {code}")  # also 131050, no more advertisements: these people still want their answers

    async def check(self, http: httpx.AsyncClient) -> list[Finding]:
        """Ask Meta whose number it is, and where it sends what people write."""
        response = await self._asked("display_phone_number,verified_name", http)
        code = _error_code(response.content)
        if response.status_code in (401, 403) or code in _UNTRUSTED:
            mend = f"copy HAIRLINE_WHATSAPP_TOKEN again: {SETTINGS['HAIRLINE_WHATSAPP_TOKEN']}"
            return [Finding(False, "Meta refuses the token", mend)]
        if response.status_code == 429 or response.status_code >= 500 or code in _LATER:
            return [Finding(False, f"Meta cannot answer now (HTTP {response.status_code})", "try again later")]
        known = _read(response.content)
        if response.status_code != 200 or not known:
            mend = f"copy HAIRLINE_WHATSAPP_PHONE_ID again: {SETTINGS['HAIRLINE_WHATSAPP_PHONE_ID']}; and give the system user the WhatsApp account"
            return [Finding(False, f"Meta does not know the number (HTTP {response.status_code})", mend)]
        number, name = reading.text(known, "display_phone_number"), reading.text(known, "verified_name")
        found = [Finding(True, f"messages go out from {number} as {name}"), *await self._about_webhook(http)]
        if self._template is None:
            mend = f"set {TEMPLATE} to send them"
            found.append(Finding(True, "no reminders more than a day after somebody wrote", mend))
        return found

    async def _about_webhook(self, http: httpx.AsyncClient) -> list[Finding]:
        """https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/override."""
        told = _read((await self._asked("webhook_configuration", http)).content)
        if "webhook_configuration" not in told or not self._webhook.startswith("https://"):
            return []
        set_up = reading.mapping(told, "webhook_configuration")
        urls = [reading.text(set_up, name) for name in ("phone_number", "whatsapp_business_account", "application")]
        url = next(filter(None, urls), "nowhere")
        if url == self._webhook:
            return [Finding(True, "Meta sends what people write to the webhook")]
        mend = f"set the callback URL {self._webhook} (the app's pages, WhatsApp, Configuration)"
        return [Finding(False, f"Meta sends what people write to {url}", mend)]

    async def _asked(self, fields: str, http: httpx.AsyncClient) -> httpx.Response:
        call = Call("GET", f"/{self._phone_id}")
        headers = await self.authorised(call, http)
        return await http.get(self.api + call.path, params={"fields": fields}, headers=headers)

    def _call(self, message: Mapping[str, Any], to: To) -> Call:
        whom = {"to" if PHONE.fullmatch(to.person) else "recipient": to.person}
        sent = {"messaging_product": "whatsapp", "recipient_type": "individual", **whom, **message}
        return Call("POST", self._path, sent)

    def _handshake(self, query: Mapping[str, str]) -> Received:
        challenge = query.get("hub.challenge", "")
        if query.get("hub.mode") != "subscribe" or not _CHALLENGE.fullmatch(challenge):
            raise RefusedError("unreadable", 400)
        if not is_same(query.get("hub.verify_token", ""), self._verify_token):
            raise RefusedError("unsigned")
        return Received((), Answered(200, challenge.encode()))


def from_environment(env: Mapping[str, str], secret: str, public_url: str) -> WhatsApp | None:
    """Return the channel; None when nothing is set. Raises SettingsError naming what is missing."""
    found = read_all(env, SETTINGS)
    if found is None:
        return None
    if not found["HAIRLINE_WHATSAPP_PHONE_ID"].isdigit():
        raise SettingsError(f"HAIRLINE_WHATSAPP_PHONE_ID has digits only: {SETTINGS['HAIRLINE_WHATSAPP_PHONE_ID']}")
    api = read_api(env, API, "https://graph.facebook.com/v25.0")
    return WhatsApp(found, api, _template((env.get(TEMPLATE) or "").strip()), public_url)


def _template(given: str) -> tuple[str, str] | None:
    found = re.fullmatch(r"([a-z0-9_]{1,512}):([a-z]{2,3}(?:_[A-Z]{2,4})?)", given)
    if given and found is None:
        raise SettingsError(
            f"{TEMPLATE}={given!r} is no template; write its name, a colon and its language: reminder:en_GB"
        )
    return (found[1], found[2]) if found else None


def _error_code(body: bytes) -> int | None:
    code = reading.mapping(_read(body), "error").get("code")
    return code if isinstance(code, int) else None


def _read(body: bytes) -> Mapping[str, Any]:
    """An answer of Meta's, or nothing when it is no JSON: a proxy's page."""
    try:
        return reading.read_json(body)
    except RefusedError:
        return {}
