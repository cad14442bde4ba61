"""Facebook Messenger and Instagram direct messages, of one page and the Instagram account that is linked to it.

https://developers.facebook.com/documentation/business-messaging/messenger-platform
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import httpx

from bot.channels.messenger_reading import NETWORKS, events
from bot.channels.messenger_results import Trouble, outcome, read, trouble
from bot.channels.messenger_saying import messages
from bot.channels.messengers import reading
from bot.channels.messengers.model import (
    Answered,
    Asked,
    Call,
    Event,
    Finding,
    Outcome,
    Received,
    RefusedError,
    Reminder,
    Said,
    To,
)
from bot.channels.messengers.settings import read_all, read_api
from bot.channels.messengers.signatures import is_same, require_sha256
from index.errors import SettingsError

TOKEN, PAGE = "HAIRLINE_MESSENGER_TOKEN", "HAIRLINE_MESSENGER_PAGE_ID"
SETTINGS: Mapping[str, str] = {
    TOKEN: "the page's access token (the app's pages, Messenger, Messenger API settings, Generate), with pages_messaging and pages_manage_metadata; for Instagram also instagram_basic and instagram_manage_messages",
    "HAIRLINE_MESSENGER_APP_SECRET": "the app's secret (App settings, Basic); it signs what Meta sends",
    "HAIRLINE_MESSENGER_VERIFY_TOKEN": "any long word of your own; type the same one where you set the webhook",
    PAGE: "the Page ID, digits only (Messenger API settings, below the page's name; or the page, About, Page transparency)",
}
INSTAGRAM, API = "HAIRLINE_MESSENGER_INSTAGRAM_ID", "HAIRLINE_MESSENGER_API"
INSTAGRAM_TOLD = "the id of the Instagram account that is linked to the page, digits only (docs/channels/messenger.md says how to ask for it)"
FIELDS = ("messages", "messaging_postbacks")  # of the webhook, that we live on
_CHALLENGE = re.compile(r"[A-Za-z0-9_]{1,200}")


class Messenger:
    """One page, and perhaps its Instagram account. A person is "fb:" or "ig:" and the id by which that one has them."""

    name = "messenger"

    def __init__(self, found: Mapping[str, str], api: str, instagram_id: str = "") -> None:
        """found: values of SETTINGS. instagram_id: "" when there is no Instagram account."""
        self.api = api
        self._token, self._app_secret, self._verify_token, self._page_id = (found[name] for name in SETTINGS)
        self._ours = dict(zip(NETWORKS, (self._page_id, instagram_id), strict=True))

    def receive(self, asked: Asked, now: float) -> Received:
        """Return what a request held: https://developers.facebook.com/docs/graph-api/webhooks/getting-started."""
        if asked.method == "GET":
            return self._handshake(asked.query)
        require_sha256(asked.headers, asked.body, self._app_secret)
        told = reading.read_json(asked.body)
        ours = self._ours.get(reading.text(told, "object"))
        if ours is None:
            raise RefusedError("stranger")
        return Received(tuple(events(told, ours, now)))

    def calls(self, said: Said, to: To) -> list[Call]:
        """Return the calls that say something, in order."""
        return self._calls(said, to, "RESPONSE")

    def typing(self, event: Event) -> Call | None:
        """Return the call that shows that a reply is being written."""
        return self._call({"recipient": _recipient(event.person), "sender_action": "typing_on"})

    def reminder(self, reminder: Reminder, to: To) -> list[Call] | None:
        """Return the calls that remind somebody; None a day after they wrote, when Meta allows no such message."""
        return self._calls(Said(reminder.text), to, "UPDATE") if to.is_open else None

    async def authorised(self, call: Call, http: httpx.AsyncClient) -> Mapping[str, str]:
        """Return the header with the token."""
        return {"Authorization": f"Bearer {self._token}"}

    def outcome(self, status: int, headers: Mapping[str, str], body: bytes) -> Outcome:
        """Return what became of a call."""
        return outcome(status, headers, body)

    async def check(self, http: httpx.AsyncClient) -> list[Finding]:
        """Ask Meta whose token it is, what it passes on to us, and which Instagram account belongs to the page."""
        response = await self._asked("/me?fields=id,name", http)
        if why := trouble(response.status_code, response.content):
            return [_not_answered(why)]
        known = read(response.content)
        id, name = reading.text(known, "id"), reading.text(known, "name")
        if id != self._page_id:
            mend = f"copy {PAGE} again: {SETTINGS[PAGE]}; or the token of the right page"
            return [
                Finding(False, f"the token is not of the page {self._page_id}, but of {name or 'nobody'} ({id})", mend)
            ]
        found = [Finding(True, f"messages go out from the page {name}"), await self._about_webhook(http)]
        return [*found, await self._about_instagram(http)] if self._ours["instagram"] else found

    async def _about_webhook(self, http: httpx.AsyncClient) -> Finding:
        """https://developers.facebook.com/docs/graph-api/reference/page/subscribed_apps."""
        response = await self._asked(f"/{self._page_id}/subscribed_apps", http)
        if why := trouble(response.status_code, response.content):
            return _not_answered(why)
        apps = reading.items(read(response.content), "data")
        listed = [app.get("subscribed_fields") for app in apps]
        passed_on = [field for fields in listed if isinstance(fields, list) for field in fields]
        missing = " and ".join(field for field in FIELDS if field not in passed_on)
        if not missing:
            return Finding(True, "Meta passes on what people write to the page")
        mend = f"subscribe the page to {missing} (Messenger API settings, below the webhook)"
        return Finding(False, f"Meta does not pass on {missing} of the page", mend)

    async def _about_instagram(self, http: httpx.AsyncClient) -> Finding:
        response = await self._asked(f"/{self._page_id}?fields=instagram_business_account", http)
        if why := trouble(response.status_code, response.content):
            return _not_answered(why)
        linked = reading.text(reading.mapping(read(response.content), "instagram_business_account"), "id")
        if linked == self._ours["instagram"]:
            return Finding(True, "the page's Instagram account is the one that is set")
        if not linked:
            return Finding(
                False, "no Instagram account is linked to the page", "link it (the page, Settings, Linked accounts)"
            )
        return Finding(False, f"the page's Instagram account is {linked}", f"set {INSTAGRAM} to this id")

    async def _asked(self, path: str, http: httpx.AsyncClient) -> httpx.Response:
        return await http.get(self.api + path, headers=await self.authorised(Call("GET", path), http))

    def _calls(self, said: Said, to: To, why: str) -> list[Call]:
        said_to = {"messaging_type": why, "recipient": _recipient(to.person)}
        instagram = to.person.startswith(f"{NETWORKS['instagram']}:")
        return [self._call({**said_to, "message": message}) for message in messages(said, instagram=instagram)]

    def _call(self, sent: Mapping[str, Any]) -> Call:
        return Call("POST", f"/{self._page_id}/messages", sent)

    def _handshake(self, query: Mapping[str, str]) -> Received:
        challenge = query.get("hub.challenge", "")
        if query.get("hub.mode") != "subscribe" or not _CHALLENGE.fullmatch(challenge):
            raise RefusedError("unreadable", 400)
        if not is_same(query.get("hub.verify_token", ""), self._verify_token):
            raise RefusedError("unsigned")
        return Received((), Answered(200, challenge.encode()))


def from_environment(env: Mapping[str, str], secret: str, public_url: str) -> Messenger | None:
    """Return the channel; None when nothing is set. Raises SettingsError naming what is missing."""
    found = read_all(env, SETTINGS)
    if found is None:
        return None
    instagram_id = (env.get(INSTAGRAM) or "").strip()
    for name, value, told in ((PAGE, found[PAGE], SETTINGS[PAGE]), (INSTAGRAM, instagram_id, INSTAGRAM_TOLD)):
        if value and not (value.isascii() and value.isdigit()):
            raise SettingsError(f"{name} has digits only: {told}")
    return Messenger(found, read_api(env, API, "https://graph.facebook.com/v25.0"), instagram_id)


def _recipient(person: str) -> dict[str, str]:
    return {"id": person.partition(":")[2]}


def _not_answered(why: Trouble) -> Finding:
    match why:
        case "busy":
            return Finding(False, "Meta cannot answer now", "try again later")
        case "token":
            return Finding(False, "Meta refuses the token", f"copy {TOKEN} again: {SETTINGS[TOKEN]}")
        case _:
            mend = f"copy {TOKEN} and {PAGE} again, and leave 'Require app secret' off (App settings, Advanced)"
            return Finding(False, "Meta does not understand what it is asked", mend)
