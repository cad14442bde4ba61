"""How Microsoft knows our bot: tokens for its app, fetched with its password and kept until they are nearly over.

https://learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow (with a shared secret).
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Mapping
from typing import Any

import httpx

from bot.channels.messengers import reading
from bot.channels.messengers.model import Finding, RefusedError

APP, PASSWORD, TENANT = "HAIRLINE_TEAMS_APP_ID", "HAIRLINE_TEAMS_PASSWORD", "HAIRLINE_TEAMS_TENANT"
SETTINGS: Mapping[str, str] = {
    APP: "the bot's Microsoft App ID: portal.azure.com, the Azure Bot, Configuration",
    PASSWORD: "the Value of a client secret: portal.azure.com, App registrations, the app, Certificates & secrets",
    TENANT: "the clinic's tenant: portal.azure.com, Microsoft Entra ID, Overview, Tenant ID",
}
SCOPE = "https://api.botframework.com/.default"
SPARE = 300.0  # seconds before its end that a token is no longer used
PATIENCE = 15.0  # seconds
_TOKEN = re.compile(r"[\x21-\x7e]{1,20000}")
# https://learn.microsoft.com/entra/identity-platform/reference-error-codes, and which setting is wrong.
_ERRORS: Mapping[int, tuple[str, str]] = {
    7000215: ("the password is wrong; often the secret's ID was copied, not its Value", PASSWORD),
    7000222: ("the password has expired", PASSWORD),
    700016: ("the app is not in the tenant", APP),
    90002: ("there is no such tenant", TENANT),
    900023: ("there is no such tenant", TENANT),
}


class Login:
    """Tokens for one app of one tenant."""

    def __init__(self, app: str, password: str, tenant: str, address: str, clock: Callable[[], float]) -> None:
        """address: Microsoft's login service. clock: seconds, never going back."""
        self._app, self._password, self._clock = app, password, clock
        self._url = f"{address}/{tenant}/oauth2/v2.0/token"
        self._token, self._until, self._lock = "", 0.0, asyncio.Lock()

    async def token(self, http: httpx.AsyncClient) -> str:
        """Return a token that is good for five more minutes. Raises httpx.HTTPError."""
        async with self._lock:  # many calls at once need only one
            if not self._token or self._clock() >= self._until:
                await self._fetch(http)
            return self._token

    def forget(self) -> None:
        """Fetch another token next time."""
        self._token = ""

    async def check(self, http: httpx.AsyncClient) -> Finding:
        """Return whether Microsoft gives us a token, and which setting is wrong if not. Raises httpx.HTTPError."""
        response = await self._ask(http)
        found = told(response.content)
        if response.status_code == 200 and reading.text(found, "access_token"):
            return Finding(True, f"Microsoft knows the app {self._app} and its password")
        codes = found.get("error_codes")
        for code in codes if isinstance(codes, list) else ():
            if isinstance(code, int) and code in _ERRORS:
                why, name = _ERRORS[code]
                return Finding(False, f"Microsoft refuses us: {why}", f"copy {name} again: {SETTINGS[name]}")
        if response.status_code in (400, 401, 403):
            mend = f"copy {APP}, {PASSWORD} and {TENANT} again"
            return Finding(False, f"Microsoft refuses us (HTTP {response.status_code})", mend)
        return Finding(False, f"Microsoft did not answer as it should (HTTP {response.status_code})", "try later")

    async def _fetch(self, http: httpx.AsyncClient) -> None:
        response = await self._ask(http)
        response.raise_for_status()
        found = told(response.content)
        token, lasts = reading.text(found, "access_token"), reading.seconds(found.get("expires_in"))
        if not _TOKEN.fullmatch(token):
            raise httpx.DecodingError("Microsoft's answer holds no token")
        self._token, self._until = token, self._clock() + (lasts or 0.0) - SPARE

    async def _ask(self, http: httpx.AsyncClient) -> httpx.Response:
        form = {
            "grant_type": "client_credentials",
            "client_id": self._app,
            "client_secret": self._password,
            "scope": SCOPE,
        }
        return await http.post(self._url, data=form, timeout=PATIENCE)


def told(body: bytes) -> Mapping[str, Any]:
    """Return the JSON object that Microsoft answered; an empty one when it is none."""
    try:
        return reading.read_json(body)
    except RefusedError:
        return {}
