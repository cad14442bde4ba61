"""Slack, for staff: its Events API, interactivity and Web API. https://docs.slack.dev/apis/."""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qs

import httpx

from bot.channels.messengers import reading, results
from bot.channels.messengers.model import (
    PREFIX,
    Again,
    Answered,
    Asked,
    Call,
    Done,
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
from bot.channels.slack_reading import pressed, written
from bot.channels.slack_saying import messages
from index.errors import SettingsError

TOKEN, SECRET, TEAM = "HAIRLINE_SLACK_TOKEN", "HAIRLINE_SLACK_SIGNING_SECRET", "HAIRLINE_SLACK_TEAM"
API = "HAIRLINE_SLACK_API"
SETTINGS: Mapping[str, str] = {
    TOKEN: "the Bot User OAuth Token (xoxb-...): api.slack.com/apps, the app, OAuth & Permissions",
    SECRET: "the Signing Secret: api.slack.com/apps, the app, Basic Information, App Credentials",
    TEAM: "the workspace's id (T...): open the workspace in a browser, app.slack.com/client/T.../...",
}
SCOPES = ("chat:write", "im:history")
WINDOW = 300.0  # seconds that the time of a request may differ from ours
_LONGEST, _REFUSED = 1_000, 60.0  # characters of a challenge; seconds before a refused token is tried again
_TOKEN, _TEAM = re.compile(r"xoxb-[A-Za-z0-9-]{10,}"), re.compile(r"T[A-Z0-9]{2,20}")
# https://docs.slack.dev/reference/methods/chat.postMessage#errors
_BUSY = ("ratelimited", "rate_limited")
_LATER = ("fatal_error", "internal_error", "service_unavailable", "request_timeout", "team_added_to_org",
          "org_login_required", "ekm_access_denied", "accesslimited")  # fmt: skip
_CREDENTIALS = ("invalid_auth", "token_revoked", "token_expired", "account_inactive", "not_authed")
_UNABLE = ("missing_scope", "not_allowed_token_type")
_CODE = re.compile(r"[a-z_]{1,60}")


class Slack:
    """One app of the clinic, in one workspace."""

    name = "slack"

    def __init__(self, token: str, secret: str, team: str, public_url: str, api: str) -> None:
        """secret: what Slack signs with. team: the workspace's id. public_url, api: without a slash at the end."""
        self.api = api
        self._token, self._secret, self._team = token, secret, team
        self._webhook = f"{public_url}{PREFIX}/{self.name}"

    def receive(self, asked: Asked, now: float) -> Received:
        """Return what a request held: an event as JSON, or an interaction in a form.

        https://docs.slack.dev/apis/events-api#receiving-events and https://docs.slack.dev/interactivity/handling-user-interaction.
        """
        _prove(asked, self._secret, now)
        if asked.method != "POST":
            raise RefusedError("method", 405)
        if asked.headers.get("content-type", "").lower().startswith("application/x-www-form-urlencoded"):
            return Received(tuple(pressed(_payload(asked.body), self._team, now)))
        callback = reading.read_json(asked.body)
        if callback.get("type") == "url_verification":
            challenge = reading.text(callback, "challenge", _LONGEST)
            return Received(answered=Answered(200, challenge.encode("utf-8", "replace")))
        return Received(tuple(written(callback, self._team, now)))

    def calls(self, said: Said, to: To) -> list[Call]:
        """Return the calls that say something, in order: https://docs.slack.dev/reference/methods/chat.postMessage.

        They go where the person wrote: into their chat with the bot, and there into the same thread.
        """
        place = {"channel": to.about.get("channel") or to.person}
        thread = {"thread_ts": to.about["thread"]} if to.about.get("thread") else {}
        return [Call("POST", "/chat.postMessage", {**place, **thread, **message}) for message in messages(said)]

    def typing(self, event: Event) -> Call | None:
        """Return None: the Web API has no such thing for a bot's chats."""
        return None

    def reminder(self, reminder: Reminder, to: To) -> list[Call] | None:
        """Return None: Slack is for staff."""
        return None

    async def authorised(self, call: Call, http: httpx.AsyncClient) -> Mapping[str, str]:
        """Return the header with the bot's token. Raises ValueError for a call to anybody but Slack."""
        if "://" in call.path and not call.path.startswith(f"{self.api}/"):
            raise ValueError("a call with Slack's token must go to Slack")
        return {"Authorization": f"Bearer {self._token}"}

    def outcome(self, status: int, headers: Mapping[str, str], body: bytes) -> Outcome:
        """Return what became of a call. Slack answers failures with status 200, and says in the body that it failed."""
        told = _told(body)
        code = reading.text(told, "error", 60)
        code = code if _CODE.fullmatch(code) else "an unknown error"
        if status == 429 or code in _BUSY:
            return Again("too many messages at once", results.retry_after(headers))
        if not 200 <= status < 300:
            return results.by_status(status, headers)
        if told.get("ok") is True:
            return Done()
        if code in _CREDENTIALS:
            return Again(f"Slack refuses the token ({code}); copy {TOKEN} again", _REFUSED)
        if code in _UNABLE:
            return Again(f"the app may not write ({code}); give it the scope chat:write and install it again", _REFUSED)
        if code in _LATER or "ok" not in told:
            return Again(f"Slack failed: {code}", results.retry_after(headers))
        return Never(f"Slack refuses it: {code}")

    async def check(self, http: httpx.AsyncClient) -> list[Finding]:
        """Ask Slack whose the token is and what it may do. It does not say which webhook it knows.

        https://docs.slack.dev/reference/methods/auth.test.
        """
        response = await http.post(f"{self.api}/auth.test", headers={"Authorization": f"Bearer {self._token}"})
        told = _told(response.content)
        if response.status_code in (401, 403) or reading.text(told, "error", 60) in _CREDENTIALS:
            return [Finding(False, "Slack refuses the token", f"copy {TOKEN} again: {SETTINGS[TOKEN]}")]
        if response.status_code != 200 or told.get("ok") is not True:
            return [Finding(False, f"Slack did not answer as it should (HTTP {response.status_code})", "try later")]
        urls = f"events and interactivity must both go to {self._webhook}; Slack does not tell us whether they do"
        return [self._account(told), _scopes(response.headers.get("x-oauth-scopes", "")), Finding(True, urls)]

    def _account(self, told: Mapping[str, Any]) -> Finding:
        workspace, id = reading.text(told, "team", 200), reading.text(told, "team_id", 40)
        if id != self._team:
            mend = f"copy {TEAM} again, or {TOKEN} of the app in the right workspace: {SETTINGS[TEAM]}"
            return Finding(False, f"the token is of the workspace {workspace} ({id}), not of {self._team}", mend)
        return Finding(True, f"messages go out from @{reading.text(told, 'user', 200)} in the workspace {workspace}")


def from_environment(env: Mapping[str, str], secret: str, public_url: str) -> Slack | None:
    """Return the channel; None when nothing is set. Raises SettingsError naming what is missing."""
    found = read_all(env, SETTINGS)
    if found is None:
        return None
    for name, form in ((TOKEN, _TOKEN), (TEAM, _TEAM)):
        if not form.fullmatch(found[name]):
            raise SettingsError(f"{name} does not look like one; copy it again: {SETTINGS[name]}")
    return Slack(found[TOKEN], found[SECRET], found[TEAM], public_url, read_api(env, API, "https://slack.com/api"))


def _prove(asked: Asked, secret: str, now: float) -> None:
    """Raise RefusedError unless Slack signed the body lately: https://docs.slack.dev/authentication/verifying-requests-from-slack."""
    given, sent = asked.headers.get("x-slack-signature", ""), asked.headers.get("x-slack-request-timestamp", "")
    if not given or not sent:
        raise RefusedError("unsigned")
    signed = b"v0:" + sent.encode("utf-8", "surrogatepass") + b":" + asked.body
    if not is_same(given, f"v0={hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()}"):
        raise RefusedError("altered")
    at = reading.seconds(sent)
    if at is None or abs(now - at) > WINDOW:
        raise RefusedError("stale")


def _payload(body: bytes) -> Mapping[str, Any]:
    """The interaction in a form; empty for other forms, such as a slash command's."""
    try:
        form = parse_qs(body.decode("utf-8"), max_num_fields=30)
    except ValueError:
        raise RefusedError("unreadable", 400) from None
    return reading.read_json(form["payload"][0].encode("utf-8", "replace")) if "payload" in form else {}


def _scopes(held: str) -> Finding:
    """What the token may do: Slack lists it with every answer."""
    missing = [scope for scope in SCOPES if scope not in {one.strip() for one in held.split(",")}]
    if missing:
        mend = "add them at OAuth & Permissions, Bot Token Scopes, then install the app again"
        return Finding(False, f"the token lacks the scopes {' and '.join(missing)}", mend)
    return Finding(True, f"the token has the scopes {' and '.join(SCOPES)}")


def _told(body: bytes) -> Mapping[str, Any]:
    try:
        return reading.read_json(body)
    except RefusedError:
        return {}
