"""Telegram's Bot API, as its documentation describes methods, limits and errors: https://core.telegram.org/bots/api."""

from __future__ import annotations

import hashlib
import hmac
import itertools
import json
import re
import time
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlsplit

from tests.services.messengers.standin import Request, Response, Shown, StandIn, Webhook

BOT, TOKEN = 123456789, "123456789:AAF0x-made_up_token_for_tests_00000"
INSTALLATION = "5e" * 32  # the secret of an installation
NAME = "example_clinic_bot"
PATH = "/messengers/telegram"
_MESSAGE = ("chat_id", "text", "entities", "link_preview_options", "reply_markup", "disable_notification", "parse_mode")
_KINDS = {
    "message", "edited_message", "channel_post", "edited_channel_post", "business_connection", "business_message",
    "edited_business_message", "deleted_business_messages", "message_reaction", "message_reaction_count",
    "inline_query", "chosen_inline_result", "callback_query", "shipping_query", "pre_checkout_query",
    "purchased_paid_media", "poll", "poll_answer", "my_chat_member", "chat_member", "chat_join_request", "chat_boost",
    "removed_chat_boost",
}  # fmt: skip
_ENTITIES = {"bold", "italic", "underline", "strikethrough", "spoiler", "blockquote", "code", "pre"}
_ACTIONS = {"typing", "upload_photo", "record_voice", "upload_document", "choose_sticker", "find_location"}
_OLD = "query is too old and response timeout expired or query ID is invalid"


class TelegramStandIn(StandIn):
    """One bot.

    What it sends bears the word that setWebhook told it. Before that, it bears the word that a server whose secret is
    `installation` would have told it. Its webhook is known from the start, as after `hairline channels connect`.
    """

    name = "telegram"

    def __init__(self, installation: str = INSTALLATION, burst: int | None = None) -> None:
        """burst: messages that one chat takes within a second before it answers 429; None for any number."""
        super().__init__()
        self.installation, self.burst = installation, burst
        self.clock: Callable[[], float] = time.monotonic
        self.webhook: dict[str, Any] | None = None  # as setWebhook told it
        self.pending, self.last_error = 0, ""  # of deliveries to the webhook
        self.acknowledged: list[str] = []  # pressed buttons
        self.pressed: list[str] = []
        self.typing: list[int] = []  # chats that were shown it
        self._numbers = itertools.count(700_000_001)
        self._updates: dict[str, int] = {}
        self._sent_at: dict[int, list[float]] = {}

    def environment(self) -> dict[str, str]:
        return {"HAIRLINE_TELEGRAM_TOKEN": TOKEN, "HAIRLINE_TELEGRAM_API": self.url}

    def person(self, number: int) -> str:
        return str(5_550_000_000 + number)

    # What it sends.

    def message(self, person: str, text: str, *, id: str, at: float) -> Webhook:
        return self.written(person, {"text": text}, id=id, at=at)

    def written(self, person: str, content: Mapping[str, Any], *, id: str, at: float) -> Webhook:
        """Return the request that brings a message of any kind: fields of Message besides those that all have."""
        number = self._number(id)
        who = {"id": int(person), "is_bot": False, "first_name": "Kim", "language_code": "en"}
        chat = {"id": int(person), "first_name": "Kim", "type": "private"}
        message = {"message_id": number % 100_000, "from": who, "chat": chat, "date": int(at), **content}
        return self.signed({"update_id": number, "message": message})

    def press(self, person: str, choice: str, title: str, *, id: str, at: float) -> Webhook:
        query = f"41{self._number(id)}"
        if query not in self.pressed:
            self.pressed.append(query)
        button = {"text": title, "callback_data": choice}
        message = {
            "message_id": 2,
            "from": {"id": BOT, "is_bot": True, "first_name": "Demo", "username": NAME},
            "chat": {"id": int(person), "first_name": "Kim", "type": "private"},
            "date": int(at) - 5,
            "text": "What next?",
            "reply_markup": {"inline_keyboard": [[button]]},
        }
        pressing = {
            "id": query,
            "from": {"id": int(person), "is_bot": False, "first_name": "Kim"},
            "message": message,
            "chat_instance": "-3141592653589793238",
            "data": choice,
        }
        return self.signed({"update_id": self._number(id), "callback_query": pressing})

    def signed(self, update: Any) -> Webhook:
        """Return a request with any body, and the word that says it is ours."""
        body = update if isinstance(update, bytes) else json.dumps(update).encode()
        headers = {"content-type": "application/json", "x-telegram-bot-api-secret-token": self.secret_token}
        return Webhook("POST", PATH, headers, body)

    @property
    def secret_token(self) -> str:
        """The word that comes with every update."""
        if self.webhook is not None:
            return str(self.webhook["secret_token"])
        return hmac.new(self.installation.encode(), f"telegram{BOT}".encode(), hashlib.sha256).hexdigest()

    def _number(self, id: str) -> int:
        """The update's, the same when it comes again; later ones have higher numbers."""
        return self._updates.setdefault(id, next(self._numbers))

    # What it takes.

    def take(self, request: Request) -> Response:
        path = urlsplit(request.path).path
        self.require(path.startswith(f"/bot{TOKEN}/"), "the token is missing or wrong")
        if not path.startswith(f"/bot{TOKEN}/"):
            return _failed(401, "Unauthorized")
        method = path.rpartition("/")[2]
        self.require("authorization" not in request.headers, "credentials are sent that Telegram does not ask for")
        if request.method == "GET":
            self.require(method in ("getMe", "getWebhookInfo"), f"{method} should be posted")
        else:
            self.require(request.method == "POST", f"Telegram takes GET and POST, not {request.method}")
            self.require(request.headers.get("content-type") == "application/json", "not JSON")
        taking = {
            "getMe": self._me,
            "getWebhookInfo": self._webhook_info,
            "setWebhook": self._set_webhook,
            "sendChatAction": self._chat_action,
            "answerCallbackQuery": self._answer_press,
            "sendMessage": self._message,
        }.get(method)
        self.require(taking is not None, f"there is no method {method}")
        return taking(request) if taking else _failed(404, "Not Found")

    def _me(self, _: Request) -> Response:
        may = {"can_join_groups": False, "can_read_all_group_messages": False, "supports_inline_queries": False}
        return _took({"id": BOT, "is_bot": True, "first_name": "Example Clinic", "username": NAME, **may})

    def _webhook_info(self, _: Request) -> Response:
        known = self.webhook or {"url": f"{self.public}{PATH}", "allowed_updates": ["message", "callback_query"]}
        told = {**known, "has_custom_certificate": False, "pending_update_count": self.pending}
        told.pop("secret_token", None)
        if self.last_error:
            told |= {"last_error_date": int(time.time()), "last_error_message": self.last_error}
        return _took(told)

    def _set_webhook(self, request: Request) -> Response:
        sent = request.json
        self._only(sent, "url", "secret_token", "allowed_updates", "drop_pending_updates", "max_connections")
        url = urlsplit(sent["url"])
        if url.scheme != "https":
            return _failed(400, "Bad Request: bad webhook: An HTTPS URL must be provided for webhook")
        if (url.port or 443) not in (80, 88, 443, 8443):
            return _failed(400, "Bad Request: bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443")
        self.require(re.fullmatch(r"[A-Za-z0-9_-]{1,256}", sent["secret_token"]) is not None, "secret_token")
        self.require(set(sent["allowed_updates"]) <= _KINDS, "unknown kinds of updates")
        self.require(type(sent["drop_pending_updates"]) is bool, "drop_pending_updates")
        connections = sent["max_connections"]
        self.require(type(connections) is int and 1 <= connections <= 100, "1 to 100 connections")
        self.webhook = {name: value for name, value in sent.items() if name != "drop_pending_updates"}
        return _took(True, "Webhook was set")

    def _chat_action(self, request: Request) -> Response:
        sent = request.json
        self._only(sent, "chat_id", "action")
        self._chat(sent)
        self.require(sent["action"] in _ACTIONS, f"no such action {sent['action']}")
        self.typing.append(sent["chat_id"])
        return _took(True)

    def _answer_press(self, request: Request) -> Response:
        sent = request.json
        self._only(sent, "callback_query_id", "text", "show_alert", "url", "cache_time")
        self.require(isinstance(sent["callback_query_id"], str), "callback_query_id is a text")
        self.require(len(sent.get("text", "")) <= 200, "a note has at most 200 characters")
        if sent["callback_query_id"] not in self.pressed:
            return _failed(400, f"Bad Request: {_OLD}")
        self.acknowledged.append(sent["callback_query_id"])
        return _took(True)

    def _message(self, request: Request) -> Response:
        sent = request.json
        self._only(sent, *_MESSAGE)
        self._chat(sent)
        self.require("parse_mode" not in sent, "signs would be read as markup")
        text = sent["text"]
        seen = any(letter.isprintable() and not letter.isspace() for letter in text)
        self.require(isinstance(text, str) and seen and text == text.strip(), "the text is empty or begins with space")
        self.require(_utf16(text) <= 4096, f"a text of {_utf16(text)} UTF-16 units")
        self.require(sent.get("link_preview_options") == {"is_disabled": True}, "links are shown as previews")
        for entity in sent.get("entities", ()):
            self._entity(entity, text)
        choices = self._keyboard(sent["reply_markup"]) if "reply_markup" in sent else ()
        failure = self.fails(request) or self._too_many(sent["chat_id"])
        if failure is not None:
            return failure
        self.shown.append(Shown(str(sent["chat_id"]), text, choices, sent))
        chat = {"id": sent["chat_id"], "type": "private", "first_name": "Kim"}
        return _took({"message_id": 100 + len(self.shown), "chat": chat, "date": int(time.time()), "text": text})

    def _chat(self, sent: Mapping[str, Any]) -> None:
        self.require(type(sent["chat_id"]) is int and 0 < sent["chat_id"] < 2**52, "chat_id is no private chat")

    def _entity(self, entity: Mapping[str, Any], text: str) -> None:
        self._only(entity, "type", "offset", "length")
        self.require(entity["type"] in _ENTITIES, f"no entity {entity['type']}")
        begin, length = entity["offset"], entity["length"]
        within = type(begin) is int and type(length) is int and begin >= 0 and length > 0
        self.require(within and begin + length <= _utf16(text), "an entity lies outside of the text")
        try:
            text.encode("utf-16-le")[2 * begin : 2 * (begin + length)].decode("utf-16-le")
        except UnicodeDecodeError:
            self.problems.append("an entity cuts a character")

    def _keyboard(self, markup: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
        self._only(markup, "inline_keyboard")
        rows = markup["inline_keyboard"]
        self.require(all(1 <= len(row) <= 8 for row in rows), "a row has one to eight buttons")
        buttons = [button for row in rows for button in row]
        self.require(1 <= len(buttons) <= 100, f"{len(buttons)} buttons")
        for button in buttons:
            self._only(button, "text", "callback_data")
            self.require(bool(button["text"].strip()), "a button without a title")
            self.require(len(button["text"]) <= 64, "a title that no screen shows")
            self.require(1 <= len(button["callback_data"].encode()) <= 64, "callback_data has 1 to 64 bytes")
        return tuple((button["callback_data"], button["text"]) for button in buttons)

    def _too_many(self, chat: int) -> Response | None:
        """https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this."""
        now = self.clock()
        lately = [at for at in self._sent_at.get(chat, ()) if at > now - 1.0]
        if self.burst is not None and len(lately) >= self.burst:
            return _failed(429, "Too Many Requests: retry after 1", retry_after=1)
        self._sent_at[chat] = [*lately, now]
        return None

    def _only(self, found: Mapping[str, Any], *known: str) -> None:
        unknown = set(found) - set(known)
        self.require(not unknown, f"unknown fields {sorted(unknown)}")


def _utf16(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def _took(result: Any, description: str = "") -> Response:
    return Response(200, {"ok": True, "result": result, **({"description": description} if description else {})})


def _failed(status: int, description: str, **parameters: Any) -> Response:
    """A failure as documented: https://core.telegram.org/bots/api#making-requests."""
    told = {"ok": False, "error_code": status, "description": description}
    return Response(status, {**told, **({"parameters": parameters} if parameters else {})})
