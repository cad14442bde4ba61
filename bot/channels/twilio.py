"""SMS and WhatsApp by Twilio's Programmable Messaging: https://www.twilio.com/docs/messaging/api/message-resource."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import urlencode

import httpx

from bot.channels import twilio_checking as checking
from bot.channels import twilio_reading as twilio
from bot.channels import twilio_saying as saying
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
from bot.channels.twilio_settings import SERVICE, SETTINGS, SHORT_CODE, TEMPLATE, Sender, sms_sender, whatsapp_sender

__all__ = ["SETTINGS", "Twilio", "sms_from_environment", "whatsapp_from_environment"]

NOTHING = Answered(200, b"<Response/>", "text/xml; charset=utf-8")  # replies go by the API
# https://www.twilio.com/docs/api/errors
_STOPPED = 21610
_LATER = {14107, 20429, 20500, 20503, 21611, 21730, 30001, 30022, 63012, 63017, 63018}
_MENDED = {10001, 20003, 20005, 21659, 21660, 21703, 30002, 63007}  # by a person, for all messages


@dataclass(frozen=True)
class Twilio:
    """One sender of the clinic: a number or a Messaging Service for SMS, or a number on WhatsApp."""

    name: Literal["sms", "twilio-whatsapp"]
    sender: Sender
    public_url: str

    @property
    def api(self) -> str:
        """Twilio's address."""
        return self.sender.api

    def receive(self, asked: Asked, now: float) -> Received:
        """Return what a request held, once it is known that Twilio signed it for the address that we gave it."""
        if asked.method != "POST":
            raise RefusedError("method", 405)
        query = asked.url.partition("?")[2]
        url = f"{self._webhook}?{query}" if query else self._webhook  # a proxy may have changed the rest
        told = twilio.signed(asked.body, asked.headers.get("x-twilio-signature", ""), self.sender.token, url)
        if told.get("AccountSid") != self.sender.account:
            raise RefusedError("stranger")
        if twilio.is_status(told):
            return Received((), NOTHING)
        if not self._is_ours(told):
            raise RefusedError("stranger")
        found = twilio.event(told, told["To"], is_whatsapp=self._is_whatsapp)
        return Received((found,) if found else (), NOTHING)

    def calls(self, said: Said, to: To) -> list[Call]:
        """Return the calls that say something, in order."""
        bodies = saying.whatsapp_bodies(said) if self._is_whatsapp else saying.sms_bodies(said)
        return [self._call(to, Body=body) for body in bodies]

    def typing(self, event: Event) -> Call | None:
        """Return nothing: SMS cannot show it, and Twilio keeps it for WhatsApp out of what HIPAA allows.

        https://www.twilio.com/docs/whatsapp/api/typing-indicators-resource
        """
        return None

    def reminder(self, reminder: Reminder, to: To) -> list[Call] | None:
        """Return the calls that remind somebody: on WhatsApp, after a day without a message of theirs, a template."""
        if to.is_open or not self._is_whatsapp:
            return self.calls(Said(reminder.text), to)
        if not self.sender.template:
            return None
        return [self._call(to, ContentSid=self.sender.template, ContentVariables=saying.variables(reminder))]

    async def authorised(self, call: Call, http: httpx.AsyncClient) -> Mapping[str, str]:
        """Return the header with the account and its token."""
        return self._headers()

    def outcome(self, status: int, headers: Mapping[str, str], body: bytes) -> Outcome:
        """Return what became of a call. What Twilio finds out after it has taken a message is not known here."""
        outcome, code = results.by_status(status, headers), _read(body).get("code")
        if status < 300 or (not isinstance(code, int) and status != 401):
            return outcome
        if status == 401 or code in _MENDED:
            return Again(f"refused (HTTP {status}, code {code}); `hairline channels check` says what to mend", 60.0)
        if code == _STOPPED:
            return Never("they want no more messages", stopped=True)
        if code in _LATER or isinstance(outcome, Again):
            return Again(f"code {code}", results.retry_after(headers))
        return Never(f"code {code}")

    async def check(self, http: httpx.AsyncClient) -> list[Finding]:
        """Ask Twilio whose account it is, and where it sends what people write."""
        found = [checking.account(*await self._asked(http, self._path(".json")), self.sender.address)]
        if found[0].well:
            found += await self._check_webhook(http)
        if found[0].well and self._is_whatsapp and not self.sender.template:
            found.append(Finding(True, "no reminders more than a day after somebody wrote", f"set {TEMPLATE}"))
        return found

    async def _check_webhook(self, http: httpx.AsyncClient) -> list[Finding]:
        messaging = self.api.replace("//api.", "//messaging.", 1)  # another host, also in Twilio's other regions
        if self._is_whatsapp:
            answer = await self._asked(http, f"{messaging}/v2/Channels/Senders", Channel="whatsapp", PageSize="1000")
            return [checking.whatsapp(*answer, self.sender.address, self._webhook)]
        if self._is_service:
            answer = await self._asked(http, f"{messaging}/v1/Services/{self.sender.address}")
            return [checking.service(*answer, self._webhook)]
        if SHORT_CODE.fullmatch(self.sender.address):
            return []
        answer = await self._asked(http, self._path("/IncomingPhoneNumbers.json"), PhoneNumber=self.sender.address)
        return [checking.number(*answer, self.sender.address, self._webhook)]

    async def _asked(self, http: httpx.AsyncClient, url: str, **query: str) -> tuple[int, Mapping[str, Any]]:
        whole = url if "://" in url else self.api + url
        response = await http.get(f"{whole}?{urlencode(query)}" if query else whole, headers=self._headers())
        return response.status_code, _read(response.content)

    @property
    def _webhook(self) -> str:
        return f"{self.public_url}{PREFIX}/{self.name}"

    @property
    def _is_whatsapp(self) -> bool:
        return self.name == "twilio-whatsapp"

    @property
    def _is_service(self) -> bool:
        return SERVICE.fullmatch(self.sender.address) is not None

    def _is_ours(self, told: Mapping[str, str]) -> bool:
        if self._is_service:
            is_sms = not told.get("To", twilio.WHATSAPP).startswith(twilio.WHATSAPP)
            return is_sms and told.get("MessagingServiceSid") == self.sender.address
        return told.get("To") == self._address(self.sender.address)

    def _address(self, known: str) -> str:
        return f"{twilio.WHATSAPP}{known}" if self._is_whatsapp else known

    def _call(self, to: To, **said: str) -> Call:
        ours = "MessagingServiceSid" if self._is_service else "From"
        whom = {"To": self._address(to.person), ours: self._address(self.sender.address)}
        return Call("POST", self._path("/Messages.json"), form={**whom, **said})

    def _path(self, rest: str) -> str:
        return f"/2010-04-01/Accounts/{self.sender.account}{rest}"

    def _headers(self) -> Mapping[str, str]:
        known = base64.b64encode(f"{self.sender.account}:{self.sender.token}".encode()).decode("ascii")
        return {"Authorization": f"Basic {known}"}


def sms_from_environment(env: Mapping[str, str], secret: str, public_url: str) -> Twilio | None:
    """Return the channel for SMS; None when only WhatsApp is set, or nothing. Raises SettingsError."""
    sender = sms_sender(env)
    return None if sender is None else Twilio("sms", sender, public_url)


def whatsapp_from_environment(env: Mapping[str, str], secret: str, public_url: str) -> Twilio | None:
    """Return the channel for WhatsApp; None when no sender for it is set. Raises SettingsError."""
    sender = whatsapp_sender(env)
    return None if sender is None else Twilio("twilio-whatsapp", sender, public_url)


def _read(body: bytes) -> Mapping[str, Any]:
    """An answer of Twilio's, or nothing when it is no JSON: a proxy's page."""
    try:
        return reading.read_json(body)
    except RefusedError:
        return {}
