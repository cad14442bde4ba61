"""Telegram through its Bot API: https://core.telegram.org/bots/api."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

import httpx

from bot.channels.messengers import reading, results
from bot.channels.messengers.model import (
    PREFIX,
    Again,
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
from bot.channels.messengers.signatures import is_same
from bot.channels.telegram_reading import UPDATES, events
from bot.channels.telegram_saying import messages
from bot.channels.telegram_secrets import is_token, keep_out_of_logs, webhook_secret, without_tokens
from index.errors import SettingsError

TOKEN, API = "HAIRLINE_TELEGRAM_TOKEN", "HAIRLINE_TELEGRAM_API"
SETTINGS: Mapping[str, str] = {
    TOKEN: "the bot's token: in Telegram, write /newbot (or /token) to @BotFather; it looks like 123456789:AAF0...",
}
HEADER = "x-telegram-bot-api-secret-token"
CONNECTIONS = 20  # at the same time, for updates; Telegram allows 1 to 100
CONNECT = "run `hairline channels connect telegram`"
# What Telegram says of calls that it will never take, and what we say of it.
_BLOCKED = "bot was blocked by the user"
_NEVER: Mapping[str, str] = {
    _BLOCKED: "the person blocked the bot",
    "user is deactivated": "the person's account is gone",
    "bot can't initiate conversation": "the person has not begun a chat with the bot",
    "chat not found": "the chat does not exist",
    "bad webhook": "Telegram cannot use the webhook's address: public https on port 443, 80, 88 or 8443 is needed",
}


class Telegram:
    """One bot of the clinic."""

    name = "telegram"

    def __init__(self, token: str, secret: str, public_url: str, api: str) -> None:
        """token: @BotFather's. secret: the installation's. public_url: without a slash at its end. api: Telegram's."""
        self._api, self._token = api, token
        self._secret, self._webhook = webhook_secret(secret, token), f"{public_url}{PREFIX}/{self.name}"

    @property
    def api(self) -> str:
        """The address of calls. It holds the token: never log it."""
        return f"{self._api}/bot{self._token}"

    def receive(self, asked: Asked, now: float) -> Received:
        """Return what a request held. Telegram signs no body: it repeats a word that only it and we know.

        https://core.telegram.org/bots/api#setwebhook (secret_token).
        """
        given = asked.headers.get(HEADER, "")
        if not given:
            raise RefusedError("unsigned")
        if not is_same(given, self._secret):
            raise RefusedError("altered")
        if asked.method != "POST":
            raise RefusedError("method", 405)
        return Received(tuple(events(reading.read_json(asked.body), now)))

    def calls(self, said: Said, to: To) -> list[Call]:
        """Return the calls that say something, in order."""
        return [Call("POST", "/sendMessage", {"chat_id": int(to.person), **message}) for message in messages(said)]

    def typing(self, event: Event) -> Call | None:
        """Return the call that acknowledges a pressed button, which waits until it is, or else shows that we write."""
        if "callback" in event.about:
            return Call("POST", "/answerCallbackQuery", {"callback_query_id": event.about["callback"]})
        if "handled" in event.about:  # nothing will be said
            return None
        return Call("POST", "/sendChatAction", {"chat_id": int(event.person), "action": "typing"})

    def reminder(self, reminder: Reminder, to: To) -> list[Call] | None:
        """Return the calls that remind somebody: a bot may write at any time to who has begun a chat with it."""
        return self.calls(Said(reminder.text), to)

    def connect(self) -> Call:
        """Return the call that tells Telegram where our webhook is. It holds the webhook's secret: do not store it."""
        return Call(
            "POST",
            "/setWebhook",
            {
                "url": self._webhook,
                "secret_token": self._secret,
                "allowed_updates": list(UPDATES),
                "drop_pending_updates": False,
                "max_connections": CONNECTIONS,
            },
        )

    async def authorised(self, call: Call, http: httpx.AsyncClient) -> Mapping[str, str]:
        """Return no headers: the address says who we are."""
        return {}

    def outcome(self, status: int, headers: Mapping[str, str], body: bytes) -> Outcome:
        """Return what became of a call: https://core.telegram.org/bots/api#making-requests."""
        told = _told(body)
        if status == 429:
            after = reading.seconds(reading.mapping(told, "parameters").get("retry_after"))
            asked = results.retry_after(headers) if after is None else min(after, results.MOST_AFTER)
            return Again("too many messages at once", asked)
        if status in (401, 404):  # 404 is for tokens of a wrong shape
            return Again(f"the token is refused (HTTP {status}); copy {TOKEN} again", 60.0)
        described = reading.text(told, "description").lower()
        known = next((phrase for phrase in _NEVER if phrase in described), None)
        if known is not None and 400 <= status < 500:
            return Never(_NEVER[known], stopped=known == _BLOCKED)
        return results.by_status(status, headers)

    async def check(self, http: httpx.AsyncClient) -> list[Finding]:
        """Ask Telegram which bot the token is for, and where it sends updates."""
        response = await http.get(f"{self.api}/getMe")
        me = reading.mapping(_told(response.content), "result")
        if response.status_code in (401, 404):
            return [Finding(False, "Telegram refuses the token", f"copy {TOKEN} again: {SETTINGS[TOKEN]}")]
        if response.status_code != 200 or not me:
            return [Finding(False, f"Telegram did not answer as it should (HTTP {response.status_code})", "try later")]
        name = without_tokens(f"@{reading.text(me, 'username')} ({reading.text(me, 'first_name')})")
        response = await http.get(f"{self.api}/getWebhookInfo")
        return [
            Finding(True, f"messages go out from {name}"),
            *self._webhook_findings(reading.mapping(_told(response.content), "result")),
        ]

    def _webhook_findings(self, known: Mapping[str, Any]) -> list[Finding]:
        url = reading.text(known, "url")
        if not url:
            return [Finding(False, "Telegram does not know our webhook", CONNECT)]
        if url != self._webhook:  # another program's address may hold a secret: its host is enough
            mend = f"{CONNECT}, unless another server is to answer for this bot"
            return [Finding(False, f"Telegram sends updates elsewhere, to {_host(url)}", mend)]
        wanted = known.get("allowed_updates")
        if isinstance(wanted, list) and wanted and not set(UPDATES) <= set(filter(_is_text, wanted)):
            return [Finding(False, "Telegram does not send all that is needed: messages and pressed buttons", CONNECT)]
        waiting, trouble = known.get("pending_update_count"), reading.text(known, "last_error_message", 500)
        if waiting and trouble:
            mend = f"is the server reachable from the internet? after a change of its secret or address {CONNECT}"
            told = f"{waiting} updates wait, and Telegram could not deliver the last one: {without_tokens(trouble)}"
            return [Finding(False, told, mend)]
        return [Finding(True, "Telegram knows our webhook")]


def from_environment(env: Mapping[str, str], secret: str, public_url: str) -> Telegram | None:
    """Return the channel; None when nothing is set. Raises SettingsError naming what is missing."""
    found = read_all(env, SETTINGS)
    if found is None:
        return None
    if not is_token(found[TOKEN]):
        raise SettingsError(f"{TOKEN} is not a whole token; copy it again: {SETTINGS[TOKEN]}")
    keep_out_of_logs()
    return Telegram(found[TOKEN], secret, public_url, read_api(env, API, "https://api.telegram.org"))


def _told(body: bytes) -> Mapping[str, Any]:
    try:
        return reading.read_json(body)
    except RefusedError:
        return {}


def _host(url: str) -> str:
    try:
        return without_tokens(urlsplit(url).hostname or "an unknown address")
    except ValueError:
        return "an unknown address"


def _is_text(found: object) -> bool:
    return isinstance(found, str)
