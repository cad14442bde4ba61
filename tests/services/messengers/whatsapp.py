"""Meta's Cloud API for WhatsApp, as its documentation describes messages, limits and errors."""

from __future__ import annotations

import hashlib
import hmac
import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

from tests.services.messengers.standin import Request, Response, Shown, StandIn, Webhook

TOKEN, APP_SECRET, VERIFY_TOKEN, PHONE_ID = "EAAG-token", "0f5e-app-secret", "a-long-word-of-ours", "106540352242922"
_SEEN = str.maketrans({"\u2217": "*", "\u02cd": "_", "\u223c": "~", "\u02cb": "`", "\u203a": ">"})  # they look alike
_MARKUP = re.compile(r"(?<!\w)([*_~`])(?=\S)[^\n]*?(?<=\S)\1(?!\w)")


class WhatsAppStandIn(StandIn):
    """One phone number."""

    name = "whatsapp"

    def environment(self) -> dict[str, str]:
        return {
            "HAIRLINE_WHATSAPP_TOKEN": TOKEN,
            "HAIRLINE_WHATSAPP_APP_SECRET": APP_SECRET,
            "HAIRLINE_WHATSAPP_VERIFY_TOKEN": VERIFY_TOKEN,
            "HAIRLINE_WHATSAPP_PHONE_ID": PHONE_ID,
            "HAIRLINE_WHATSAPP_REMINDER_TEMPLATE": "consultation_reminder:en_GB",
            "HAIRLINE_WHATSAPP_API": f"{self.url}/v21.0",
        }

    def person(self, number: int) -> str:
        return f"4477009{number:05}"

    def message(self, person: str, text: str, *, id: str, at: float) -> Webhook:
        return self.event({"from": person, "id": id, "timestamp": str(int(at)), "type": "text", "text": {"body": text}})

    def press(self, person: str, choice: str, title: str, *, id: str, at: float) -> Webhook:
        pressed = {"type": "list_reply", "list_reply": {"id": choice, "title": title[:24], "description": title[:72]}}
        common = {"from": person, "id": id, "timestamp": str(int(at)), "context": {"id": "wamid.before"}}
        return self.event({**common, "type": "interactive", "interactive": pressed})

    def event(self, message: Mapping[str, Any]) -> Webhook:
        """Return the signed request that brings one message of any kind."""
        value = {
            "messaging_product": "whatsapp",
            "metadata": {"display_phone_number": "15550001111", "phone_number_id": PHONE_ID},
            "contacts": [{"profile": {"name": "Kim"}, "wa_id": message.get("from", "")}],
            "messages": [message],
        }
        entry = {"id": "102290129340398", "changes": [{"value": value, "field": "messages"}]}
        return signed({"object": "whatsapp_business_account", "entry": [entry]})

    def take(self, request: Request) -> Response:
        self.require(request.headers.get("authorization") == f"Bearer {TOKEN}", "the token is missing or wrong")
        if request.headers.get("authorization") != f"Bearer {TOKEN}":
            return _error(401, 190, "Invalid OAuth access token")
        if request.method == "GET" and request.path.startswith(f"/v21.0/{PHONE_ID}"):
            return Response(200, {"display_phone_number": "+1 555 000 1111", "verified_name": "Demo", "id": PHONE_ID})
        if request.path != f"/v21.0/{PHONE_ID}/messages" or request.method != "POST":
            return _error(404, 100, "Unsupported request")
        self.require(request.headers.get("content-type") == "application/json", "not JSON")
        sent = request.json
        self.require(sent.pop("messaging_product", None) == "whatsapp", "messaging_product must be whatsapp")
        if "status" in sent:
            self._only(sent, "status", "message_id", "typing_indicator")
            self.require(sent["status"] == "read" and bool(sent["message_id"]), "a receipt names a message")
            return Response(200, {"success": True})
        failure = self.fails(request)
        if failure is not None:
            return failure
        self._message(sent)
        return Response(200, {"messaging_product": "whatsapp", "messages": [{"id": f"wamid.out{len(self.shown)}"}]})

    def _message(self, sent: Mapping[str, Any]) -> None:
        kind = sent.get("type", "")
        self._only(sent, "recipient_type", "to", "type", kind)
        self.require(sent["recipient_type"] == "individual", "recipient_type")
        self.require(re.fullmatch(r"\d{7,15}", sent["to"]) is not None, "to must be digits")
        text, choices = getattr(self, f"_{kind}")(sent[kind])
        self.shown.append(Shown(sent["to"], text.translate(_SEEN), choices, sent))

    def _text(self, text: Mapping[str, Any]) -> tuple[str, tuple[tuple[str, str], ...]]:
        self._only(text, "preview_url", "body")
        self._length("text.body", text["body"], 4096)
        return _plain(text["body"]), ()

    def _template(self, template: Mapping[str, Any]) -> tuple[str, tuple[tuple[str, str], ...]]:
        self._only(template, "name", "language", "components")
        self._only(template["language"], "code")
        (body,) = template["components"]
        for parameter in body["parameters"]:
            self._only(parameter, "type", "text")
            odd = re.search(r"[\n\t]| {4,}", parameter["text"])
            self.require(odd is None and bool(parameter["text"]), "a parameter of a template is empty or has odd space")
        return " | ".join(parameter["text"] for parameter in body["parameters"]), ()

    def _interactive(self, message: Mapping[str, Any]) -> tuple[str, tuple[tuple[str, str], ...]]:
        self._only(message, "type", "header", "body", "action")
        header = message.get("header", {"type": "text", "text": ""})
        self.require(header["type"] == "text" and len(header["text"]) <= 60, "header")
        self._length("body", message["body"]["text"], 1024)
        choices = getattr(self, f"_{message['type']}s")(message["action"])
        ids = [id for id, _ in choices]
        self.require(len(set(ids)) == len(ids), "ids of choices must differ")
        body = _plain(message["body"]["text"])
        return f"{header['text']}\n\n{body}" if header["text"] else body, choices

    def _buttons(self, action: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
        self._only(action, "buttons")
        replies = [button["reply"] for button in action["buttons"] if button["type"] == "reply"]
        self.require(1 <= len(replies) == len(action["buttons"]) <= 3, "one to three buttons")
        titles = [reply["title"] for reply in replies]
        self.require(len(set(titles)) == len(titles), "titles of buttons must differ")
        for reply in replies:
            self._length("button title", reply["title"], 20)
            self._length("button id", reply["id"], 256)
        return tuple((reply["id"], reply["title"]) for reply in replies)

    def _lists(self, action: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
        self._only(action, "button", "sections")
        self._length("list button", action["button"], 20)
        rows = [row for section in action["sections"] for row in section["rows"]]
        for section in action["sections"]:
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
        self.require(len(text.strip()) > 0 and len(text) <= most, f"{what} has {len(text)} of {most} characters")


def signed(told: Any, secret: str = APP_SECRET) -> Webhook:
    """Return a request of Meta's, signed."""
    body = told if isinstance(told, bytes) else json.dumps(told).encode()
    digest = hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    headers = {"content-type": "application/json", "x-hub-signature-256": f"sha256={digest}"}
    return Webhook("POST", "/messengers/whatsapp", headers, body)


def titles(choices: Iterable[tuple[str, str]]) -> list[str]:
    """Return what can be chosen."""
    return [title for _, title in choices]


def _plain(body: str) -> str:
    """What is read where bold, italic, struck and fixed-width text is shown as such."""
    return _MARKUP.sub(lambda found: found[0][1:-1], body)


def _error(status: int, code: int, message: str) -> Response:
    return Response(status, {"error": {"message": message, "type": "OAuthException", "code": code}})
