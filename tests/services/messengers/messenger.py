"""Meta's Messenger Platform, as its documentation describes messages of a page and of its Instagram account.

https://developers.facebook.com/documentation/business-messaging/messenger-platform/send-messages
"""

from __future__ import annotations

import hashlib
import hmac
import json
import re
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.services.messengers.standin import Request, Response, Shown, StandIn, Webhook

TOKEN, APP_SECRET, VERIFY_TOKEN = "EAAG-page-token", "7c1e-app-secret", "a_long_word_of_ours"
PAGE_ID, INSTAGRAM_ID = "106195550123456", "17841405550123456"
VERSION = "v25.0"
PEOPLE = {"fb": "24555", "ig": "8555"}  # how ids begin that are scoped to the page, and to the Instagram account
CLOSED, GONE = (10, 2018278), (551, 1545041)
_DIAL = re.compile(r"\+[1-9][0-9]{5,14}")
_Choices = tuple[tuple[str, str], ...]


class MessengerStandIn(StandIn):
    """One page with its Instagram account. A message that it does not take is answered with its documented error."""

    name = "messenger"

    def __init__(self) -> None:
        super().__init__()
        self.fields = ["messages", "messaging_postbacks"]  # that the page is subscribed to
        self.linked: str | None = INSTAGRAM_ID
        self.page = PAGE_ID  # whose token it is
        self.closed: set[str] = set()  # addresses of people who wrote more than 24 hours ago
        self.gone: set[str] = set()  # and of those who blocked the page
        self.typed: list[str] = []  # and of those who were shown that a reply is being written

    def environment(self) -> dict[str, str]:
        return {
            "HAIRLINE_MESSENGER_TOKEN": TOKEN,
            "HAIRLINE_MESSENGER_APP_SECRET": APP_SECRET,
            "HAIRLINE_MESSENGER_VERIFY_TOKEN": VERIFY_TOKEN,
            "HAIRLINE_MESSENGER_PAGE_ID": PAGE_ID,
            "HAIRLINE_MESSENGER_INSTAGRAM_ID": INSTAGRAM_ID,
            "HAIRLINE_MESSENGER_API": f"{self.url}/{VERSION}",
        }

    def person(self, number: int) -> str:
        """Odd numbers write on Messenger, even ones on Instagram."""
        network = "fb" if number % 2 else "ig"
        return f"{network}:{PEOPLE[network]}{number:08}"

    def message(self, person: str, text: str, *, id: str, at: float) -> Webhook:
        return self.event(person, {"message": {"mid": id, "text": text}}, at)

    def press(self, person: str, choice: str, title: str, *, id: str, at: float) -> Webhook:
        """As a quick reply: its title is posted as a message of the person."""
        message = {"mid": id, "text": title, "quick_reply": {"payload": choice}}
        return self.event(person, {"message": message}, at)

    def event(self, person: str, what: Mapping[str, Any], at: float) -> Webhook:
        """Return the signed request that brings anything of a person."""
        network, _, id = person.partition(":")
        kind, ours = ("page", PAGE_ID) if network == "fb" else ("instagram", INSTAGRAM_ID)
        happened = {"sender": {"id": id}, "recipient": {"id": ours}, "timestamp": int(at * 1000), **what}
        return signed({"object": kind, "entry": [{"id": ours, "time": int(at * 1000) + 300, "messaging": [happened]}]})

    def take(self, request: Request) -> Response:
        trusted = request.headers.get("authorization") == f"Bearer {TOKEN}"
        self.require(trusted, "the token is missing or wrong")
        self.require(TOKEN not in request.path, "the token is in an address, which is logged")
        if not trusted:
            return _error(400, 190, None, "Invalid OAuth access token.")
        url = urlsplit(request.path)
        if request.method == "GET":
            return self._asked(url.path.removeprefix(f"/{VERSION}"), parse_qs(url.query))
        if (request.method, request.path) != ("POST", f"/{VERSION}/{PAGE_ID}/messages"):
            self.problems.append(f"there is no {request.method} {request.path}")
            return _error(400, 100, 33, "Unsupported post request.")
        self.require(request.headers.get("content-type") == "application/json", "not JSON")
        sent = request.json
        self._exactly(sent["recipient"], "id")
        person = self._addressed(sent["recipient"]["id"])
        if "sender_action" in sent:
            return self._action(sent, person)
        failure = self.fails(request)
        return self._message(sent, person) if failure is None else failure

    def _asked(self, path: str, query: Mapping[str, Sequence[str]]) -> Response:
        fields = set(query.get("fields", [""])[0].split(",")) - {""}
        self.require(set(query) <= {"fields"}, f"unknown parameters {sorted(query)}")
        if path == "/me":
            self.require(fields <= {"id", "name"}, f"unknown fields {sorted(fields)}")
            return Response(200, {"id": self.page, "name": "Demo Clinic"})
        if path == f"/{PAGE_ID}/subscribed_apps":
            self.require(not fields, "subscribed_apps is asked for as it is")
            apps = [
                {"category": "Business", "name": "Demo", "id": "1517776481860111", "subscribed_fields": self.fields}
            ]
            return Response(200, {"data": apps if self.fields else []})
        if path == f"/{PAGE_ID}":
            self.require(fields <= {"id", "instagram_business_account"}, f"unknown fields {sorted(fields)}")
            linked = {"instagram_business_account": {"id": self.linked}} if self.linked else {}
            return Response(200, {**linked, "id": PAGE_ID})
        self.problems.append(f"there is no GET {path}")
        return _error(400, 100, 33, "Unsupported get request.")

    def _addressed(self, id: Any) -> str:
        """The address of a recipient, as our provider has it."""
        found = [network for network, begin in PEOPLE.items() if isinstance(id, str) and id.startswith(begin)]
        self.require(len(found) == 1 and id.isdigit(), f"recipient.id {id!r} is nobody's id")
        return f"{(found or ['fb'])[0]}:{id}"

    def _action(self, sent: Mapping[str, Any], person: str) -> Response:
        self._exactly(sent, "recipient", "sender_action")
        self.require(sent["sender_action"] in ("typing_on", "typing_off", "mark_seen"), "no such sender_action")
        self.typed.append(person)
        return Response(200, {"recipient_id": sent["recipient"]["id"]})

    def _message(self, sent: Mapping[str, Any], person: str) -> Response:
        self._exactly(sent, "messaging_type", "recipient", "message")
        self.require(sent["messaging_type"] in ("RESPONSE", "UPDATE"), "messaging_type: a tag is not ours to use")
        message = sent["message"]
        self._only(message, "text", "attachment", "quick_replies")
        self.require(("text" in message) != ("attachment" in message), "either text or attachment")
        choices = self._quick_replies(message["quick_replies"]) if "quick_replies" in message else ()
        text = self._text(message["text"], person) if "text" in message else self._card(message["attachment"], person)
        if person in self.gone:
            return _error(400, *GONE, "(#551) This person isn't available right now.")
        if person in self.closed:
            return _error(400, *CLOSED, "(#10) This message is sent outside of allowed window.")
        self.shown.append(Shown(person, text, choices, sent))
        return Response(200, {"recipient_id": sent["recipient"]["id"], "message_id": f"m_out{len(self.shown)}"})

    def _text(self, text: str, person: str) -> str:
        """Messenger: less than 2000 characters. Instagram: less than 1000 characters, at most 1000 bytes."""
        on_instagram = person.startswith("ig:")
        size = len(text.encode("utf-8")) if on_instagram else _characters(text)
        most = 999 if on_instagram else 1999
        self.require(text.strip() != "" and size <= most, f"text has {size} of {most}")
        return text

    def _card(self, attachment: Mapping[str, Any], person: str) -> str:
        """A button template; on Instagram there are buttons of other types only."""
        self.require(person.startswith("fb:"), "Instagram has no buttons that dial")
        self._exactly(attachment, "type", "payload")
        payload = attachment["payload"]
        self._exactly(payload, "template_type", "text", "buttons")
        self.require((attachment["type"], payload["template_type"]) == ("template", "button"), "no button template")
        self._length("text of a template", payload["text"], 640)
        self.require(1 <= len(payload["buttons"]) <= 3, "one to three buttons")
        for button in payload["buttons"]:
            self._exactly(button, "type", "title", "payload")
            self.require(button["type"] == "phone_number", f"no button of ours: {button['type']}")
            self._length("title of a button", button["title"], 20)
            self.require(_DIAL.fullmatch(button["payload"]) is not None, "a number to dial needs + and its country")
        return str(payload["text"])

    def _quick_replies(self, replies: Sequence[Mapping[str, Any]]) -> _Choices:
        self.require(1 <= len(replies) <= 13, f"{len(replies)} of 13 quick replies")
        for reply in replies:
            self._exactly(reply, "content_type", "title", "payload")
            self.require(reply["content_type"] == "text", "a quick reply is a text")
            self._length("title of a quick reply", reply["title"], 20)
            self._length("payload of a quick reply", reply["payload"], 1000)
        ids = [reply["payload"] for reply in replies]
        self.require(len(set(ids)) == len(ids), "nobody could tell which was pressed")
        return tuple((reply["payload"], reply["title"]) for reply in replies)

    def _exactly(self, found: Mapping[str, Any], *known: str) -> None:
        self._only(found, *known)
        self.require(set(known) <= set(found), f"missing fields {sorted(set(known) - set(found))}")

    def _only(self, found: Mapping[str, Any], *known: str) -> None:
        self.require(set(found) <= set(known), f"unknown fields {sorted(set(found) - set(known))}")

    def _length(self, what: str, text: str, most: int) -> None:
        size = _characters(text)
        self.require(text.strip() != "" and size <= most, f"{what} has {size} of {most} characters")


def signed(told: Any, secret: str = APP_SECRET) -> Webhook:
    """Return a request of Meta's, signed."""
    body = told if isinstance(told, bytes) else json.dumps(told).encode()
    digest = hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    headers = {"content-type": "application/json", "x-hub-signature-256": f"sha256={digest}"}
    return Webhook("POST", "/messengers/messenger", headers, body)


def _characters(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2  # Meta says characters; these are never fewer


def _error(status: int, code: int, subcode: int | None, message: str) -> Response:
    told: dict[str, Any] = {"message": message, "type": "OAuthException", "code": code}
    if subcode is not None:
        told["error_subcode"] = subcode
    return Response(status, {"error": {**told, "fbtrace_id": "BLBz0WZt8dN"}})
