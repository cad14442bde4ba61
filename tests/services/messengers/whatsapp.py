"""Meta's Cloud API for WhatsApp, as its documentation describes messages, limits and errors."""

from __future__ import annotations

import hashlib
import hmac
import json
import re
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.services.messengers.standin import Request, Response, Shown, StandIn, Webhook

TOKEN, APP_SECRET, VERIFY_TOKEN, PHONE_ID = "EAAG-token", "0f5e-app-secret", "a-long-word-of-ours", "106540352242922"
NUMBER = "15550001111"
VERSION = "v25.0"
TEMPLATE, LANGUAGE, PARAMETERS = "consultation_reminder", "en_GB", 4  # that Meta approved
BURST, PAUSE = 45, 6.0  # messages to one person at once, and seconds for each of them afterwards
# What looks like a sign and means nothing, as people read it.
SEEN = str.maketrans({"\u2217": "*", "\u02cd": "_", "\u223c": "~", "\u02cb": "`", "\u203a": ">", "\u2010": "-"})
# https://faq.whatsapp.com/539178204879377: bold, italic, struck, fixed-width; quotes and lists. Links stay links.
_MARKUP = re.compile(r"https?://\S+|`[^`\n]+`|(?<!\w)([*_~])(?=\S)[^\n]*?(?<=\S)\1(?!\w)", re.IGNORECASE)
_LINES = re.compile(r"^(?:> ?|[*-](?=\s))", re.MULTILINE)
_PERSON = {"to": re.compile(r"[0-9]{7,15}"), "recipient": re.compile(r"[A-Z]{2}\.(ENT\.)?[A-Za-z0-9]{1,128}")}
_FIELDS = {"id", "display_phone_number", "verified_name", "quality_rating", "webhook_configuration"}


class WhatsAppStandIn(StandIn):
    """One phone number. A message that it does not take is answered with the error that is documented for it."""

    name = "whatsapp"

    def __init__(self) -> None:
        super().__init__()
        self.clock: Callable[[], float] = time.monotonic
        self.webhook: str | None = None  # where what people write is sent; None: where it belongs
        self.known: set[str] = set()  # ids of messages that people sent
        self._owed: dict[str, tuple[float, float]] = {}

    def environment(self) -> dict[str, str]:
        return {
            "HAIRLINE_WHATSAPP_TOKEN": TOKEN,
            "HAIRLINE_WHATSAPP_APP_SECRET": APP_SECRET,
            "HAIRLINE_WHATSAPP_VERIFY_TOKEN": VERIFY_TOKEN,
            "HAIRLINE_WHATSAPP_PHONE_ID": PHONE_ID,
            "HAIRLINE_WHATSAPP_REMINDER_TEMPLATE": f"{TEMPLATE}:{LANGUAGE}",
            "HAIRLINE_WHATSAPP_API": f"{self.url}/{VERSION}",
        }

    def person(self, number: int) -> str:
        return f"4477009{number:05}"

    def message(self, person: str, text: str, *, id: str, at: float) -> Webhook:
        return self.event({"from": person, "id": id, "timestamp": str(int(at)), "type": "text", "text": {"body": text}})

    def press(self, person: str, choice: str, title: str, *, id: str, at: float) -> Webhook:
        """As what the person was shown last with this choice: a button or a row."""
        common = {
            "from": person,
            "id": id,
            "timestamp": str(int(at)),
            "context": {"from": NUMBER, "id": "wamid.before"},
        }
        kind, pressed = self._shown(person, choice)
        reply = {"type": kind, kind: pressed or {"id": choice, "title": title[:24]}}
        return self.event({**common, "type": "interactive", "interactive": reply})

    def _shown(self, person: str, choice: str) -> tuple[str, Mapping[str, str]]:
        for one in reversed(self.shown):
            action = one.raw.get("interactive", {}).get("action", {}) if one.to == person else {}
            rows = [row for section in action.get("sections", ()) for row in section["rows"]]
            for kind, found in (
                ("button_reply", [button["reply"] for button in action.get("buttons", ())]),
                ("list_reply", rows),
            ):
                for one_choice in found:
                    if one_choice["id"] == choice:
                        return kind, one_choice
        return "list_reply", {}

    def event(self, message: Mapping[str, Any]) -> Webhook:
        """Return the signed request that brings one message of any kind."""
        self.known.add(message["id"])
        value = {
            "messaging_product": "whatsapp",
            "metadata": {"display_phone_number": NUMBER, "phone_number_id": PHONE_ID},
            "contacts": [{"profile": {"name": "Kim"}, "wa_id": message.get("from", "")}],
            "messages": [message],
        }
        entry = {"id": "102290129340398", "changes": [{"value": value, "field": "messages"}]}
        return signed({"object": "whatsapp_business_account", "entry": [entry]})

    def take(self, request: Request) -> Response:
        trusted = request.headers.get("authorization") == f"Bearer {TOKEN}"
        self.require(trusted, "the token is missing or wrong")
        if not trusted:
            return _error(401, 190, "Invalid OAuth access token")
        url = urlsplit(request.path)
        if request.method == "GET" and url.path == f"/{VERSION}/{PHONE_ID}":
            return self._number(parse_qs(url.query))
        if request.path != f"/{VERSION}/{PHONE_ID}/messages" or request.method != "POST":
            self.problems.append(f"there is no {request.method} {request.path}")
            return _error(400, 100, "Unsupported request")
        self.require(request.headers.get("content-type") == "application/json", "not JSON")
        sent = request.json
        self.require(sent.pop("messaging_product", None) == "whatsapp", "messaging_product must be whatsapp")
        if "status" in sent:
            return self._read(sent)
        failure = self.fails(request)
        return self._message(sent) if failure is None else failure

    def _number(self, query: Mapping[str, Sequence[str]]) -> Response:
        self.require(set(query) == {"fields"}, f"unknown parameters {sorted(query)}")
        fields = set(query["fields"][0].split(","))
        self.require(fields <= _FIELDS, f"unknown fields {sorted(fields - _FIELDS)}")
        webhook = f"{self.public}/messengers/whatsapp" if self.webhook is None else self.webhook
        known = {
            "display_phone_number": "+1 555-000-1111",
            "verified_name": "Demo",
            "webhook_configuration": {"application": webhook} if webhook else {},
        }
        return Response(200, {**{name: value for name, value in known.items() if name in fields}, "id": PHONE_ID})

    def _read(self, sent: Mapping[str, Any]) -> Response:
        """A message marked as read, and that a reply is being written."""
        self._only(sent, "status", "message_id", "typing_indicator")
        self.require(sent["status"] == "read", f"no such status {sent['status']}")
        self.require(sent.get("typing_indicator", {"type": "text"}) == {"type": "text"}, "typing_indicator")
        self.require(sent["message_id"] in self.known, "nobody sent a message with this id")
        return Response(200, {"success": True})

    def _message(self, sent: Mapping[str, Any]) -> Response:
        kind = sent.get("type", "")
        (whom,) = {"to", "recipient"} & set(sent)
        self._only(sent, "recipient_type", whom, "type", kind)
        self.require(sent["recipient_type"] == "individual", "recipient_type")
        self.require(_PERSON[whom].fullmatch(sent[whom]) is not None, f"{whom} names nobody")
        text, choices = getattr(self, f"_{kind}")(sent[kind])
        if self._too_many(sent[whom]):
            return _error(400, 131056, "(#131056) (Business Account, Consumer Account) pair rate limit hit")
        self.shown.append(Shown(sent[whom], text.translate(SEEN), choices, sent))
        known = {"wa_id": sent[whom]} if whom == "to" else {"user_id": sent[whom]}
        contacts = [{"input": sent[whom], **known}]
        messages = [{"id": f"wamid.out{len(self.shown)}"}]
        return Response(200, {"messaging_product": "whatsapp", "contacts": contacts, "messages": messages})

    def _too_many(self, person: str) -> bool:
        """One message to one person every six seconds; up to 45 at once, which are paid for afterwards."""
        now = self.clock()
        owed, at = self._owed.get(person, (0.0, now))
        owed = max(0.0, owed - (now - at) / PAUSE)
        if owed > BURST - 1:
            return True
        self._owed[person] = owed + 1, now
        return False

    def _text(self, text: Mapping[str, Any]) -> tuple[str, tuple[tuple[str, str], ...]]:
        self._only(text, "preview_url", "body")
        self.require(text["preview_url"] is False, "links are shown as previews")
        self._length("text.body", text["body"], 4096)
        return _plain(text["body"]), ()

    def _template(self, template: Mapping[str, Any]) -> tuple[str, tuple[tuple[str, str], ...]]:
        self._only(template, "name", "language", "components")
        known = (template["name"], template["language"]) == (TEMPLATE, {"code": LANGUAGE})
        self.require(known, "no template of this name and language is approved")
        (body,) = template["components"]
        self._only(body, "type", "parameters")
        self.require(body["type"] == "body", "the template has nothing but a body")
        self.require(len(body["parameters"]) == PARAMETERS, f"the template has {PARAMETERS} parameters")
        for parameter in body["parameters"]:
            self._only(parameter, "type", "text")
            odd = re.search(r"[\n\t]| {5,}", parameter["text"])
            self.require(parameter["type"] == "text" and odd is None, "a parameter of a template has odd space")
            self._length("parameter", parameter["text"], 1024)
        return " | ".join(parameter["text"] for parameter in body["parameters"]), ()

    def _interactive(self, message: Mapping[str, Any]) -> tuple[str, tuple[tuple[str, str], ...]]:
        self._only(message, "type", "header", "body", "action")
        self._only(message["body"], "text")
        self._length("body", message["body"]["text"], 1024)
        body, heading = _plain(message["body"]["text"]), ""
        if "header" in message:
            self._only(message["header"], "type", "text")
            heading = message["header"]["text"]
            self.require(message["header"]["type"] == "text" and "\n" not in heading, "a header is one line of text")
            self._length("header", heading, 60)
        choices = getattr(self, f"_{message['type']}s")(message["action"])
        ids = [id for id, _ in choices]
        self.require(len(set(ids)) == len(ids), "ids of choices must differ")
        self.require(all(id == id.strip() for id in ids), "an id must not begin or end with a space")
        return f"{heading}\n\n{body}" if heading else body, choices

    def _buttons(self, action: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
        self._only(action, "buttons")
        replies = [button["reply"] for button in action["buttons"] if button["type"] == "reply"]
        self.require(1 <= len(replies) == len(action["buttons"]) <= 3, "one to three buttons")
        titles = [reply["title"] for reply in replies]
        self.require(len(set(titles)) == len(titles), "titles of buttons must differ")
        for button in action["buttons"]:
            self._only(button, "type", "reply")
            self._only(button["reply"], "id", "title")
            self._length("button title", button["reply"]["title"], 20)
            self._length("button id", button["reply"]["id"], 256)
        return tuple((reply["id"], reply["title"]) for reply in replies)

    def _lists(self, action: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
        self._only(action, "button", "sections")
        self._length("list button", action["button"], 20)
        rows = [row for section in action["sections"] for row in section["rows"]]
        for section in action["sections"]:
            self._only(section, "title", "rows")
            self._length("section title", section["title"], 24)
        self.require(1 <= len(rows) <= 10, "one to ten rows")
        for row in rows:
            self._only(row, "id", "title", "description")
            self._length("row id", row["id"], 200)
            self._length("row title", row["title"], 24)
            self._length("row description", row.get("description", "-"), 72)
        return tuple((row["id"], row.get("description") or row["title"]) for row in rows)

    def _only(self, found: Mapping[str, Any], *known: str) -> None:
        unknown = set(found) - set(known)
        self.require(not unknown, f"unknown fields {sorted(unknown)}")

    def _length(self, what: str, text: str, most: int) -> None:
        size = len(text.encode("utf-16-le")) // 2  # Meta says characters; these are never fewer
        self.require(len(text.strip()) > 0 and size <= most, f"{what} has {size} of {most} characters")


def signed(told: Any, secret: str = APP_SECRET) -> Webhook:
    """Return a request of Meta's, signed."""
    body = told if isinstance(told, bytes) else json.dumps(told).encode()
    digest = hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    headers = {"content-type": "application/json", "x-hub-signature-256": f"sha256={digest}"}
    return Webhook("POST", "/messengers/whatsapp", headers, body)


def _plain(body: str) -> str:
    """What is read where markup is shown as such: the signs themselves are gone."""
    lines = _LINES.sub("", body)
    return _MARKUP.sub(lambda found: found[0] if "://" in found[0][:8] else found[0][1:-1], lines)


def _error(status: int, code: int, message: str) -> Response:
    told = {"message": message, "type": "OAuthException", "code": code, "fbtrace_id": "Az8or2yhqkZfEZ-_4Qn_Bam"}
    return Response(status, {"error": told})
