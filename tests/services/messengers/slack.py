"""Slack, as its documentation describes events, interactions, methods and limits: https://docs.slack.dev/.

What it documents nowhere is taken at its strictest: signs are counted before and after escaping, and a message's blocks
hold at most 13,000 bytes with all their JSON (it refuses more with msg_blocks_too_long).
"""

from __future__ import annotations

import hashlib
import hmac
import itertools
import json
import re
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from tests.services.messengers.standin import Request, Response, Shown, StandIn, Webhook

TOKEN, SECRET = "xoxb-5550000000001-5550000000002-madeUpForTests", "0123456789abcdef0123456789abcdef"
TEAM, APP, BOT, BOT_USER = "T0555EXAMPLE", "A0555EXAMPLE", "B0555EXAMPLE", "U0555ASSIST"
PATH = "/messengers/slack"
MOST = 13_000
_MESSAGE = {"channel", "text", "blocks", "mrkdwn", "unfurl_links", "unfurl_media", "thread_ts"}
_MARKUP = re.compile(r"<([^<>]*)>")
_TEL = re.compile(r"tel:\+?[0-9]{2,20}\|(\+?[0-9]{2,20})")


class SlackStandIn(StandIn):
    """One workspace with one app in it."""

    name = "slack"

    def __init__(self, burst: int | None = None) -> None:
        """burst: messages that one chat takes within a second before Slack answers 429; None for any number."""
        super().__init__()
        self.burst = burst
        self.clock: Callable[[], float] = time.time  # of the signatures it makes; seconds since 1970
        self.scopes = "chat:write,im:history"
        self.team = TEAM
        self.token = TOKEN
        self._numbers = itertools.count(1)
        self._sent_at: dict[str, list[float]] = {}

    def environment(self) -> dict[str, str]:
        return {
            "HAIRLINE_SLACK_TOKEN": TOKEN,
            "HAIRLINE_SLACK_SIGNING_SECRET": SECRET,
            "HAIRLINE_SLACK_TEAM": TEAM,
            "HAIRLINE_SLACK_API": f"{self.url}/api",
        }

    def person(self, number: int) -> str:
        return f"U0555{number:06d}"

    # What it sends.

    def message(self, person: str, text: str, *, id: str, at: float) -> Webhook:
        return self.written(person, {"text": escaped(text), "blocks": [_typed(text)]}, id=id, at=at)

    def written(self, person: str, content: Mapping[str, Any], *, id: str, at: float) -> Webhook:
        """Return the request that brings a message of any kind: fields besides those that all have."""
        return self.signed(self.callback(person, content, id=id, at=at))

    def callback(self, person: str, content: Mapping[str, Any], *, id: str, at: float) -> dict[str, Any]:
        """Return the body of an event."""
        sent = f"{at:.6f}"
        message = {
            "client_msg_id": "5a1b9c7e-0000-4000-8000-000000000001",
            "type": "message",
            "user": person,
            "ts": sent,
            "team": TEAM,
            "channel": _chat(person),
            "event_ts": sent,
            "channel_type": "im",
            **content,
        }
        return {
            "token": "made-up-verification-token",
            "team_id": TEAM,
            "context_team_id": TEAM,
            "context_enterprise_id": None,
            "api_app_id": APP,
            "event": message,
            "type": "event_callback",
            "event_id": f"Ev{hashlib.sha256(id.encode()).hexdigest()[:10].upper()}",
            "event_time": int(at),
            "authorizations": [
                {
                    "enterprise_id": None,
                    "team_id": TEAM,
                    "user_id": BOT_USER,
                    "is_bot": True,
                    "is_enterprise_install": False,
                }
            ],
            "is_ext_shared_channel": False,
            "event_context": "4-made-up",
        }

    def press(self, person: str, choice: str, title: str, *, id: str, at: float) -> Webhook:
        return self.form({"payload": json.dumps(self.pressed(person, choice, title, id=id, at=at))})

    def pressed(self, person: str, choice: str, title: str, *, id: str, at: float) -> dict[str, Any]:
        """Return the payload of a pressed button."""
        asked = f"{at - 5:.6f}"
        button = {
            "type": "button",
            "action_id": "choice-1",
            "block_id": "b1",
            "text": {"type": "plain_text", "text": escaped(title), "emoji": False},
            "value": choice,
            "action_ts": f"{at:.6f}",
        }
        return {
            "type": "block_actions",
            "user": {"id": person, "username": "kim", "name": "kim", "team_id": TEAM},
            "api_app_id": APP,
            "token": "made-up-verification-token",
            "container": {
                "type": "message",
                "message_ts": asked,
                "channel_id": _chat(person),
                "is_ephemeral": False,
            },
            "trigger_id": f"{int(at)}.5550000000001.{hashlib.sha256(id.encode()).hexdigest()[:32]}",
            "team": {"id": TEAM, "domain": "example-clinic"},
            "enterprise": None,
            "is_enterprise_install": False,
            "channel": {"id": _chat(person), "name": "directmessage"},
            "message": {"user": BOT_USER, "type": "message", "ts": asked, "bot_id": BOT, "app_id": APP, "text": "…"},
            "state": {"values": {}},
            "response_url": f"https://hooks.slack.com/actions/{TEAM}/5550000000001/madeUp",
            "actions": [button],
        }

    def signed(self, body: Any) -> Webhook:
        """Return a request with any body, as JSON."""
        return self._request(body if isinstance(body, bytes) else json.dumps(body).encode(), "application/json")

    def form(self, fields: Mapping[str, str]) -> Webhook:
        """Return a request with a form."""
        return self._request(urlencode(fields).encode(), "application/x-www-form-urlencoded")

    def _request(self, raw: bytes, kind: str) -> Webhook:
        """https://docs.slack.dev/authentication/verifying-requests-from-slack."""
        sent = str(int(self.clock()))
        signature = hmac.new(SECRET.encode(), b"v0:" + sent.encode() + b":" + raw, hashlib.sha256).hexdigest()
        headers = {
            "content-type": kind,
            "user-agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
            "x-slack-request-timestamp": sent,
            "x-slack-signature": f"v0={signature}",
        }
        return Webhook("POST", PATH, headers, raw)

    # What it takes.

    def take(self, request: Request) -> Response:
        self.require(request.method == "POST", f"{request.method} instead of POST")
        given = request.headers.get("authorization", "")
        self.require(given.startswith("Bearer "), "the token is not in the header Authorization")
        if given != f"Bearer {self.token}":
            return self._failed("invalid_auth" if given else "not_authed")
        path = request.path.removeprefix("/api")
        if path == "/auth.test":
            return self._identity()
        self.require(path == "/chat.postMessage", f"there is no method {request.path}")
        return self._message(request) if path == "/chat.postMessage" else self._failed("unknown_method")

    def _identity(self) -> Response:
        """https://docs.slack.dev/reference/methods/auth.test."""
        whose = {"url": "https://example-clinic.slack.com/", "team": "Example Clinic", "user": "assistant"}
        ids = {"team_id": self.team, "user_id": BOT_USER, "bot_id": BOT, "is_enterprise_install": False}
        return self._answer({"ok": True, **whose, **ids})

    def _message(self, request: Request) -> Response:
        """https://docs.slack.dev/reference/methods/chat.postMessage."""
        kind = request.headers.get("content-type", "").partition(";")[0]
        self.require(kind == "application/json", f"content type {kind}")
        if "chat:write" not in self.scopes:
            return self._failed("missing_scope", needed="chat:write", provided=self.scopes)
        sent = request.json
        self._only(sent, _MESSAGE)
        chat = sent["channel"]
        self.require(re.fullmatch("[DU][A-Z0-9]{8,}", chat) is not None, "no chat of one person")
        if not re.fullmatch("[DU]0555[0-9]{6}", chat):
            return self._failed("channel_not_found")
        if "thread_ts" in sent:
            self.require(re.fullmatch(r"[0-9]{10}\.[0-9]{6}", sent["thread_ts"]) is not None, "thread_ts")
        self.require(sent.get("unfurl_links") is False and sent.get("unfurl_media") is False, "links show previews")
        self.require(sent.get("mrkdwn") is False, "signs of the text would be read as markup")
        spoken = self._read(sent["text"])
        self.require(len(sent["text"]) <= 40_000, "a text that Slack cuts")
        text, choices = self._blocks(sent["blocks"])
        failure = self.fails(request) or self._too_many(chat)
        if failure is not None:
            return failure
        self.shown.append(Shown(f"U{chat[1:]}", text, tuple(choices), {**sent, "spoken": spoken}))
        at = f"{int(self.clock())}.{next(self._numbers):06d}"
        message = {"type": "message", "user": BOT_USER, "bot_id": BOT, "ts": at, "text": sent["text"]}
        return self._answer({"ok": True, "channel": f"D{chat[1:]}", "ts": at, "message": message})

    def _blocks(self, blocks: Sequence[Mapping[str, Any]]) -> tuple[str, list[tuple[str, str]]]:
        self.require(1 <= len(blocks) <= 50, f"{len(blocks)} blocks")
        size = len(json.dumps(blocks, ensure_ascii=False, separators=(",", ":")).encode())
        self.require(size <= MOST, f"blocks of {size} bytes")
        lines: list[str] = []
        choices: list[tuple[str, str]] = []
        for block in blocks:
            if block["type"] == "header":
                self._only(block, {"type", "text"})
                lines.append(self._plain(block["text"], 150))
            elif block["type"] == "rich_text":
                lines.append(self._rich(block))
            elif block["type"] == "section":
                self._only(block, {"type", "text"})
                lines.append(self._mrkdwn(block["text"]))
            elif block["type"] == "actions":
                self._only(block, {"type", "elements"})
                self.require(1 <= len(block["elements"]) <= 25, "an actions block has 1 to 25 elements")
                ids = [one["action_id"] for one in block["elements"]]
                self.require(len(set(ids)) == len(ids), "an action_id stands twice in its block")
                choices += [self._button(one) for one in block["elements"]]
            else:
                self.problems.append(f"no block {block['type']}")
        return "\n\n".join(lines), choices

    def _rich(self, block: Mapping[str, Any]) -> str:
        """https://docs.slack.dev/reference/block-kit/blocks/rich-text-block: its texts are not escaped."""
        self._only(block, {"type", "elements"})
        (section,) = block["elements"]
        self._only(section, {"type", "elements"})
        self.require(section["type"] == "rich_text_section" and bool(section["elements"]), "an empty section")
        read = ""
        for element in section["elements"]:
            if element["type"] == "link":
                self._only(element, {"type", "url"})
                self.require(re.fullmatch(r"https://[!-~]+", element["url"]) is not None, f"url {element['url']}")
                read += element["url"]
            else:
                self._only(element, {"type", "text"})
                self.require(element["type"] == "text" and bool(element["text"]), "an empty element")
                read += element["text"]
        self.require(1 <= _utf16(read) <= 3_000, f"a text of {_utf16(read)}")
        self._visible(read)
        return read

    def _mrkdwn(self, text: Mapping[str, Any]) -> str:
        """https://docs.slack.dev/messaging/formatting-message-text: only links to call, and nothing to be formatted."""
        self._only(text, {"type", "text", "verbatim"})
        self.require(text["type"] == "mrkdwn" and text["verbatim"] is True, "names and links would be looked for")
        self.require(1 <= _utf16(text["text"]) <= 3_000, "a text of 1 to 3,000 characters")
        links = _MARKUP.findall(text["text"])
        self.require(all(_TEL.fullmatch(link) for link in links), f"links {links}")
        bare = _MARKUP.sub("", text["text"])
        self.require(not re.search("[*_~`\uff0a\uff3f\uff5e\uff40]", bare), "signs are read as markup")
        self.require(not re.search(r"^\s*(?:&gt;|\uff1e)", bare, re.MULTILINE), "a line is read as a quotation")
        self.require(not re.search(r":[^\s:]+:", bare), "a word is read as an emoji")
        return self._read(_MARKUP.sub(lambda found: found[1].partition("|")[2], text["text"]))

    def _button(self, button: Mapping[str, Any]) -> tuple[str, str]:
        """https://docs.slack.dev/reference/block-kit/block-elements/button-element."""
        self._only(button, {"type", "text", "action_id", "value"})
        self.require(button["type"] == "button", f"no element {button['type']}")
        self.require(1 <= len(button["action_id"]) <= 255, "action_id")
        self.require(1 <= len(button["value"]) <= 2_000, "value")
        return button["value"], self._plain(button["text"], 75)

    def _plain(self, text: Mapping[str, Any], most: int) -> str:
        """https://docs.slack.dev/reference/block-kit/composition-objects/text-object."""
        self._only(text, {"type", "text", "emoji"})
        self.require(text["type"] == "plain_text" and text["emoji"] is False, "signs would be read as emojis")
        self.require("\n" not in text["text"], "a title has one line")
        self.require(1 <= _utf16(text["text"]) <= most, f"a text of {_utf16(text['text'])}, not {most}")
        return self._read(text["text"])

    def _read(self, text: str) -> str:
        """An escaped text as people see it."""
        self.require(not re.search("[<>]|&(?!amp;|lt;|gt;)", text), "a sign is not escaped")
        self._visible(text)
        return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")

    def _visible(self, text: str) -> None:
        seen = any(letter.isprintable() and not letter.isspace() for letter in text)
        self.require(seen, "a text without anything to see")

    def _too_many(self, chat: str) -> Response | None:
        """https://docs.slack.dev/apis/web-api/rate-limits: a message a second in a chat, and short bursts."""
        now = self.clock()
        lately = [at for at in self._sent_at.get(chat, ()) if at > now - 1.0]
        if self.burst is not None and len(lately) >= self.burst:
            return Response(429, {"ok": False, "error": "ratelimited"}, {"Retry-After": "1"})
        self._sent_at[chat] = [*lately, now]
        return None

    def _answer(self, body: Mapping[str, Any]) -> Response:
        return Response(200, body, {"x-oauth-scopes": self.scopes, "x-accepted-oauth-scopes": "chat:write"})

    def _failed(self, error: str, **more: Any) -> Response:
        """A failure as documented: https://docs.slack.dev/apis/web-api#responses. Its status is 200."""
        return self._answer({"ok": False, "error": error, **more})

    def _only(self, found: Mapping[str, Any], known: set[str]) -> None:
        unknown = set(found) - known
        self.require(not unknown, f"unknown fields {sorted(unknown)}")


def escaped(text: str) -> str:
    """Return a text as Slack tells it."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _typed(text: str) -> dict[str, Any]:
    section = {"type": "rich_text_section", "elements": [{"type": "text", "text": text}]}
    return {"type": "rich_text", "block_id": "b1", "elements": [section]}


def _chat(person: str) -> str:
    return f"D{person[1:]}"


def _utf16(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2
