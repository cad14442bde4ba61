"""Twilio's Programmable Messaging, as its documentation describes messages, limits, signatures and errors.

SMS and WhatsApp share one address at Twilio, and so they do here: of two stand-ins that listen, one for each, either
takes what belongs to the other.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import re
from collections.abc import Mapping
from typing import Any, ClassVar
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

from tests.services.messengers.standin import Request, Response, Shown, StandIn, Webhook
from tests.services.messengers.whatsapp import SEEN

ACCOUNT, TOKEN = "AC" + "0f5e" * 8, "9a" * 16
SMS_NUMBER, WHATSAPP_NUMBER, SERVICE = "+15550001111", "+15550002222", "MG" + "51" * 16
TEMPLATE = "HX" + "7e" * 16  # that WhatsApp approved, with four variables
VERSION = "2010-04-01"
_NUMBER = re.compile(r"\+[1-9]\d{6,14}")
_USER = re.compile(r"[A-Z]{2}\.(ENT\.)?[A-Za-z0-9]{1,128}")
# GSM 03.38: one septet each, and behind the escape two.
_ONE = set("@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡§¿ÄÖÑÜäöñüà") | set(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
)
_TWO = set("^{}\\[~]|€\f")
_MARKUP = re.compile(r"https?://\S+|`[^`\n]+`|(?<!\w)([*_~])(?=\S)[^\n]*?(?<=\S)\1(?!\w)", re.IGNORECASE)
_LINES = re.compile(r"^(?:> ?|[*-](?=\s))", re.MULTILINE)


class TwilioStandIn(StandIn):
    """One sender of an account: what both channels share. It takes any number of messages at once, as Twilio queues."""

    timed = False
    before = ""  # every address of the channel
    number: str
    _listening: ClassVar[list[TwilioStandIn]] = []

    def __init__(self) -> None:
        super().__init__()
        self.webhook: str | None = None  # where what people write is sent; None: where it belongs
        self.method = "POST"
        self.state, self.kind = "active", "Full"  # of the account
        self.opted_out: set[str] = set()  # people who are sent nothing, as Twilio keeps them
        self.partner: TwilioStandIn | None = None  # of the other channel

    def __enter__(self) -> StandIn:
        super().__enter__()
        free = [one for one in self._listening if one.partner is None and one.name != self.name]
        if free:
            self.partner, free[-1].partner = free[-1], self
        self._listening.append(self)
        return self

    def __exit__(self, *about: object) -> None:
        self._listening.remove(self)
        if self.partner is not None:
            self.partner.partner, self.partner = None, None
        super().__exit__(*about)

    # What it sends.

    def message(self, person: str, text: str, *, id: str, at: float) -> Webhook:
        return self.event({**self.common(person, id), "Body": text})

    def press(self, person: str, choice: str, title: str, *, id: str, at: float) -> Webhook | None:
        return None

    def common(self, person: str, id: str) -> dict[str, str]:
        """Return the parameters that every message has, but for Body."""
        sid = "SM" + hashlib.sha256(id.encode()).hexdigest()[:32]
        return {
            "ToCountry": "US",
            "MessageSid": sid,
            "SmsMessageSid": sid,
            "SmsSid": sid,
            "SmsStatus": "received",
            "NumMedia": "0",
            "NumSegments": "1",
            "AccountSid": ACCOUNT,
            "From": self.before + person,
            "To": self.before + self.number,
            "ApiVersion": VERSION,
        }

    def event(self, told: Mapping[str, str] | list[tuple[str, str]], token: str = TOKEN, query: str = "") -> Webhook:
        """Return a signed request with any parameters."""
        pairs = list(told.items()) if isinstance(told, Mapping) else told
        path = f"/messengers/{self.name}{query}"
        headers = {
            "content-type": "application/x-www-form-urlencoded; charset=utf-8",
            "x-twilio-signature": sign(token, self.public + path, pairs),
            "i-twilio-idempotency-token": "0f2c1b9e-5f6e-4a53-8c1f-2b0e4a1d7c11",
            "user-agent": "TwilioProxy/1.1",
        }
        return Webhook("POST", path, headers, urlencode(pairs).encode())

    # What it takes.

    def take(self, request: Request) -> Response:
        url = urlsplit(request.path)
        known = base64.b64encode(f"{ACCOUNT}:{TOKEN}".encode()).decode()
        trusted = request.headers.get("authorization") == f"Basic {known}"
        self.require(trusted, "the account or its token is missing or wrong")
        if not trusted:
            return error(401, 20003, "Authenticate")
        if request.method == "GET":
            return self._told(url.path, {name: values[0] for name, values in parse_qs(url.query).items()})
        if request.method != "POST" or request.path != f"/{VERSION}/Accounts/{ACCOUNT}/Messages.json":
            self.problems.append(f"there is no {request.method} {request.path}")
            return error(404, 20404, "The requested resource was not found")
        pairs = self._form(request)
        whatsapp = pairs.get("To", "").startswith("whatsapp:")
        if whatsapp is not bool(self.before) and self.partner is not None:
            self.partner.calls.append(request)
            return self.partner.sent(request, pairs)
        return self.sent(request, pairs)

    def sent(self, request: Request, form: Mapping[str, str]) -> Response:
        """Answer a message of this channel."""
        failure = self.fails(request)
        if failure is not None:
            return failure
        self._only(form, "To", "From", "MessagingServiceSid", "Body", "ContentSid", "ContentVariables", "SmartEncoded")
        person = form["To"].removeprefix(self.before)
        self.require(form["To"].startswith(self.before) and self.is_person(person), "To is nobody's address")
        by_service = "MessagingServiceSid" in form
        self.require(by_service is not ("From" in form), "either From or MessagingServiceSid")
        ours = form.get("From") == self.before + self.number or form.get("MessagingServiceSid") == SERVICE
        self.require(ours, "the account has no such sender")
        if person in self.opted_out:
            return error(400, 21610, "Attempt to send to unsubscribed recipient")
        text = self.template(form) if "ContentSid" in form else self.body(form)
        self.shown.append(Shown(person, text, (), dict(form)))
        sid = f"SM{len(self.shown):032x}"
        told = {"sid": sid, "status": "queued", "error_code": None, "error_message": None, "account_sid": ACCOUNT}
        return Response(201, {**told, "direction": "outbound-api", "api_version": VERSION, "num_segments": "1"})

    def is_person(self, person: str) -> bool:
        return _NUMBER.fullmatch(person) is not None

    def body(self, form: Mapping[str, str]) -> str:
        """Return what is read of a message with a text."""
        body = form["Body"]
        size = len(body.encode("utf-16-le")) // 2  # Twilio says characters; these are never fewer
        self.require(bool(body.strip()) and size <= 1600, f"Body has {size} of 1600 characters")
        self.require("ContentVariables" not in form, "ContentVariables without ContentSid")
        return body

    def template(self, form: Mapping[str, str]) -> str:
        self.problems.append("a template is not for this channel")
        return ""

    def _form(self, request: Request) -> dict[str, str]:
        kind = request.headers.get("content-type", "").partition(";")[0]
        self.require(kind == "application/x-www-form-urlencoded", "not a form")
        pairs = parse_qsl(request.body.decode("ascii"), keep_blank_values=True, strict_parsing=True)
        self.require(len(dict(pairs)) == len(pairs), "a parameter is there twice")
        return dict(pairs)

    def _told(self, path: str, query: Mapping[str, str]) -> Response:
        """What the account and its senders are: `hairline channels check` asks."""
        here = self.public + f"/messengers/{self.name}" if self.webhook is None else self.webhook
        if path == f"/{VERSION}/Accounts/{ACCOUNT}.json":
            self._only(query)
            return Response(200, {"sid": ACCOUNT, "friendly_name": "Demo", "status": self.state, "type": self.kind})
        if path == f"/{VERSION}/Accounts/{ACCOUNT}/IncomingPhoneNumbers.json":
            self._only(query, "PhoneNumber")
            here = self._of("sms", here)
            known = {"phone_number": SMS_NUMBER, "sms_url": here, "sms_method": self.method, "sms_application_sid": ""}
            return Response(200, {"incoming_phone_numbers": [known] if query["PhoneNumber"] in SMS_NUMBER else []})
        if path == f"/v1/Services/{SERVICE}":
            self._only(query)
            told = {"sid": SERVICE, "inbound_request_url": self._of("sms", here), "inbound_method": self.method}
            return Response(200, {**told, "use_inbound_webhook_on_number": False})
        if path == "/v2/Channels/Senders":
            self._only(query, "Channel", "PageSize")
            self.require(query.get("Channel") == "whatsapp", "Channel must be whatsapp")
            hook = {"callback_url": self._of("twilio-whatsapp", here), "callback_method": self.method}
            sender = {"sender_id": f"whatsapp:{WHATSAPP_NUMBER}", "status": "ONLINE", "webhook": hook}
            return Response(200, {"senders": [sender], "meta": {"page": 0, "page_size": 50}})
        return error(404, 20404, f"The requested resource {path} was not found")

    def _of(self, name: str, here: str) -> str:
        """The webhook of a channel, also of the partner's."""
        return here if name == self.name else here.replace(f"/messengers/{self.name}", f"/messengers/{name}")

    def _only(self, found: Mapping[str, Any], *known: str) -> None:
        unknown = set(found) - set(known)
        self.require(not unknown, f"unknown parameters {sorted(unknown)}")


class TwilioSms(TwilioStandIn):
    """A number that takes and sends texts."""

    name = "sms"
    number = SMS_NUMBER

    def environment(self) -> dict[str, str]:
        return {
            "HAIRLINE_TWILIO_ACCOUNT": ACCOUNT,
            "HAIRLINE_TWILIO_TOKEN": TOKEN,
            "HAIRLINE_TWILIO_SMS_FROM": SMS_NUMBER,
            "HAIRLINE_TWILIO_API": self.url,
        }

    def person(self, number: int) -> str:
        return f"+1555010{number:04}"

    def body(self, form: Mapping[str, str]) -> str:
        body = super().body(form)
        self.require(form.get("SmartEncoded", "true") in ("true", "false"), "SmartEncoded is true or false")
        self.require(segments(body) <= 10, f"{segments(body)} of 10 segments")
        return body


class TwilioWhatsapp(TwilioStandIn):
    """A number on WhatsApp. People who wrote more than a day ago are sent templates only."""

    name = "twilio-whatsapp"
    before = "whatsapp:"
    number = WHATSAPP_NUMBER

    def __init__(self) -> None:
        super().__init__()
        self.silent: set[str] = set()  # people who wrote more than a day ago

    def environment(self) -> dict[str, str]:
        return {
            "HAIRLINE_TWILIO_ACCOUNT": ACCOUNT,
            "HAIRLINE_TWILIO_TOKEN": TOKEN,
            "HAIRLINE_TWILIO_WHATSAPP_FROM": WHATSAPP_NUMBER,
            "HAIRLINE_TWILIO_REMINDER_TEMPLATE": TEMPLATE,
            "HAIRLINE_TWILIO_API": self.url,
        }

    def person(self, number: int) -> str:
        return f"+1555020{number:04}"

    def common(self, person: str, id: str) -> dict[str, str]:
        told = {name: value for name, value in super().common(person, id).items() if name != "ToCountry"}
        return {**told, "ProfileName": "Kim", "WaId": person.lstrip("+"), "MessageType": "text"}

    def is_person(self, person: str) -> bool:
        return super().is_person(person) or _USER.fullmatch(person) is not None

    def sent(self, request: Request, form: Mapping[str, str]) -> Response:
        self.require("SmartEncoded" not in form, "SmartEncoded is for SMS")
        if form["To"].removeprefix(self.before) in self.silent and "ContentSid" not in form:
            return error(400, 63016, "Failed to send freeform message because you are outside the allowed window")
        return super().sent(request, form)

    def body(self, form: Mapping[str, str]) -> str:
        return plain(super().body(form))

    def template(self, form: Mapping[str, str]) -> str:
        self.require("Body" not in form, "a template has no Body")
        self.require(form["ContentSid"] == TEMPLATE, "no template of this SID is approved")
        found = json.loads(form["ContentVariables"])
        self.require(list(found) == ["1", "2", "3", "4"], "the template has four variables")
        for value in found.values():
            odd = not isinstance(value, str) or not value.strip() or re.search(r"[\n\t]| {5,}", value) is not None
            self.require(not odd and len(value) <= 1600, "a variable is empty, too long, or has odd space")
        return " | ".join(found.values())


def sign(token: str, url: str, pairs: list[tuple[str, str]]) -> str:
    """Return a request's signature: https://www.twilio.com/docs/usage/webhooks/webhooks-security."""
    told = url
    for name in sorted({name for name, _ in pairs}):
        for value in sorted({value for other, value in pairs if other == name}):
            told += name + value
    return base64.b64encode(hmac.digest(token.encode(), told.encode(), "sha1")).decode()


def segments(text: str) -> int:
    """Count the segments of an SMS: https://www.twilio.com/docs/glossary/what-sms-character-limit."""
    gsm = all(letter in _ONE or letter in _TWO for letter in text)
    sizes = [1 + (letter in _TWO if gsm else ord(letter) > 0xFFFF) for letter in text]
    if sum(sizes) <= (160 if gsm else 70):
        return 1
    room, count, most = 0, 0, 153 if gsm else 67
    for size in sizes:
        if size > room:
            room, count = most, count + 1
        room -= size
    return count


def plain(body: str) -> str:
    """What is read on WhatsApp where markup is shown as such: the signs themselves are gone."""
    lines = _LINES.sub("", body)
    shown = _MARKUP.sub(lambda found: found[0] if "://" in found[0][:8] else found[0][1:-1], lines)
    return shown.translate(SEEN)


def error(status: int, code: int, message: str) -> Response:
    """Return an error as Twilio answers it: https://www.twilio.com/docs/usage/twilios-response."""
    told = {"code": code, "message": message, "status": status}
    return Response(status, {**told, "more_info": f"https://www.twilio.com/docs/errors/{code}"})
