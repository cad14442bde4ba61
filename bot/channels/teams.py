"""Microsoft Teams through the Bot Framework's connector: https://learn.microsoft.com/azure/bot-service/rest-api/."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import quote

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
from bot.channels.teams_login import APP, PASSWORD, PATIENCE, SETTINGS, TENANT, Login, told
from bot.channels.teams_proof import SERVICE, Key, may_have_token, prove, read_keys
from bot.channels.teams_reading import events
from bot.channels.teams_saying import activities
from index.errors import SettingsError

API = "HAIRLINE_TEAMS_API"
KEYS, OPENID = "https://login.botframework.com", "/v1/.well-known/openidconfiguration"
LOGIN = "https://login.microsoftonline.com"
_ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
# https://learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/conversation-messages#status-code-responses
_GONE = ("ConversationBlockedByUser", "BotNotInConversationRoster", "MessageWritesBlocked")


class Teams:
    """One bot of the clinic, for the people of one tenant. Besides a Provider it is refreshed with Microsoft's keys."""

    name = "teams"

    def __init__(
        self,
        app: str,
        password: str,
        tenant: str,
        public_url: str,
        api: str = SERVICE,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """app, tenant: ids. api: SERVICE, or what stands in for all of Microsoft. clock: seconds, never going back."""
        self.api = api
        self.wants_refresh = True  # that `refresh` is to be called soon: a key is missing
        self._app, self._tenant = app.lower(), tenant.lower()
        self._login = Login(self._app, password, self._tenant, self._at(LOGIN), clock)
        self._webhook = f"{public_url}{PREFIX}/{self.name}"
        self._keys: Mapping[str, Key] = {}

    async def refresh(self, http: httpx.AsyncClient) -> None:
        """Fetch the keys that sign Teams' requests. Without them all are refused, in a way that has Teams send again.

        To be called at the start, every hour, and soon after `wants_refresh` has become true. Raises httpx.HTTPError,
        and ValueError when what came holds no keys; the old ones are kept then.
        """
        uri = reading.text(await self._document(http, f"{self._at(KEYS)}{OPENID}"), "jwks_uri", 2_000)
        if not uri.startswith(("https://", f"{self.api}/")):
            raise ValueError("the Bot Framework does not say where its keys are")
        keys = read_keys(await self._document(http, uri))
        if not keys:
            raise ValueError("the Bot Framework has no keys")
        self._keys, self.wants_refresh = keys, False

    def receive(self, asked: Asked, now: float) -> Received:
        """Return what a request held.

        Teams signs a token that comes with the body, not the body: what ties them is the service URL that both name.
        That nothing else was changed on the way, only https assures.
        """
        try:
            service = prove(asked.headers.get("authorization", ""), self._app, self._keys, now)
        except RefusedError as refused:
            self.wants_refresh = self.wants_refresh or refused.status == 503
            raise
        if asked.method != "POST":
            raise RefusedError("method", 405)
        activity = reading.read_json(asked.body)
        if not service or reading.text(activity, "serviceUrl", 2_000).rstrip("/") != service.rstrip("/"):
            raise RefusedError("altered")
        if not may_have_token(f"{service.rstrip('/')}/", self.api):
            raise RefusedError("stranger")
        return Received(tuple(events(activity, self._tenant, now)))

    def calls(self, said: Said, to: To) -> list[Call]:
        """Return the activities to send: https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-api-reference#send-to-conversation.

        None for somebody whose conversation is not known, or not at an address that Teams has.
        """
        return [call for activity in activities(said) if (call := self._call(to.about, activity))]

    def typing(self, event: Event) -> Call | None:
        """Return the call that shows that a reply is being written."""
        return self._call(event.about, {"type": "typing"})

    def reminder(self, reminder: Reminder, to: To) -> list[Call] | None:
        """Return None: Teams is for staff."""
        return None

    async def authorised(self, call: Call, http: httpx.AsyncClient) -> Mapping[str, str]:
        """Return the header with a token of ours, fetched when there is none that is good for five more minutes.

        Raises httpx.HTTPError, and ValueError for a call to anybody but Teams.
        """
        if not may_have_token(call.path, self.api):
            raise ValueError("a call with Teams' token must go to Teams")
        return {"Authorization": f"Bearer {await self._login.token(http)}"}

    def outcome(self, status: int, headers: Mapping[str, str], body: bytes) -> Outcome:
        """Return what became of a call; the codes are beside _GONE."""
        error = reading.mapping(told(body), "error")
        codes = [code for name in ("code", "subCode") if (code := reading.text(error, name, 100))]
        if status == 401:
            self._login.forget()  # the next call fetches another
            return Again("Teams refuses the token")
        if status == 403:
            gone = any(code in _GONE for code in codes)
            return Never("the person blocked or removed the bot" if gone else "Teams forbids it", stopped=gone)
        if status == 412:
            return Again("the conversation was busy", results.retry_after(headers))
        return results.by_status(status, headers)

    async def check(self, http: httpx.AsyncClient) -> list[Finding]:
        """Ask Microsoft for a token and for its keys. It does not say which webhook it knows."""
        findings = [await self._login.check(http)]
        try:
            await self.refresh(http)
        except ValueError:
            return [*findings, Finding(False, "Microsoft's keys, by which we know Teams, cannot be read", "try later")]
        endpoint = (
            f"the bot's messaging endpoint in Azure must be {self._webhook}; Microsoft does not tell us whether it is"
        )
        return [*findings, Finding(True, "the keys by which we know Teams can be fetched"), Finding(True, endpoint)]

    async def _document(self, http: httpx.AsyncClient, url: str) -> Mapping[str, Any]:
        response = await http.get(url, timeout=PATIENCE)
        response.raise_for_status()
        return told(response.content)

    def _call(self, about: Mapping[str, str], activity: Mapping[str, Any]) -> Call | None:
        conversation = about.get("conversation", "")
        url = f"{about.get('service', '').rstrip('/')}/v3/conversations/{quote(conversation, safe='')}/activities"
        return Call("POST", url, activity) if conversation and may_have_token(url, self.api) else None

    def _at(self, address: str) -> str:
        """An address of Microsoft, or of what stands in for all of it."""
        return address if self.api == SERVICE else self.api


def from_environment(env: Mapping[str, str], secret: str, public_url: str) -> Teams | None:
    """Return the channel; None when nothing is set. Raises SettingsError naming what is missing."""
    found = read_all(env, SETTINGS)
    if found is None:
        return None
    for name in (APP, TENANT):
        if not _ID.fullmatch(found[name].lower()):
            raise SettingsError(f"{name} is not 32 digits and letters in five groups; copy it again: {SETTINGS[name]}")
    return Teams(found[APP], found[PASSWORD], found[TENANT], public_url, read_api(env, API, SERVICE))
