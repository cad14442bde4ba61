"""Microsoft, as far as a Teams bot sees it: login service, Bot Framework keys, connector, and what Teams sends.

https://learn.microsoft.com/azure/bot-service/rest-api/ and https://learn.microsoft.com/microsoftteams/platform/bots/.
"""

from __future__ import annotations

import datetime as dt
import itertools
import json
import re
import time
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any
from urllib.parse import parse_qs, unquote

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

from tests.services.messengers.standin import Request, Response, Shown, StandIn, Webhook

APP, TENANT = "11111111-2222-4333-8444-555555555555", "aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee"
PASSWORD = "abc8Q~made-up.secret_for-tests~00000000000"
PATH = "/messengers/teams"
SERVICE = f"https://smba.trafficmanager.net/emea/{TENANT}/"
KID, UNENDORSED = "made-up-key-1", "made-up-key-2"  # the second does not sign for Teams
MOST = 28_000  # bytes of an activity; what is documented now is more
_TEXT_RUN = {"type", "text", "size", "weight", "color", "isSubtle", "italic", "strikethrough", "highlight", "fontType"}
_BLOCK = {"type", "spacing", "separator", "id", "isVisible", "height", "fallback", "requires"}
_STYLES = {"default", "emphasis", "good", "attention", "warning", "accent"}
_SPACING = {"default", "none", "small", "medium", "large", "extraLarge", "padding"}
_FUNCTION = re.compile(r"\{\{(?:DATE|TIME)\([^)]*\)\}\}")


@lru_cache
def key(id: str) -> rsa.RSAPrivateKey:
    """Return a private key, the same for the same id within a test run."""
    return rsa.generate_private_key(65537, 2048)


class TeamsStandIn(StandIn):
    """One tenant with one bot, which everybody has added."""

    name = "teams"

    def __init__(self) -> None:
        super().__init__()
        self.clock: Callable[[], float] = time.time  # of the tokens it makes; seconds since 1970
        self.typing: list[str] = []  # who was shown it
        self.tokens: list[str] = []  # that were issued
        self.lasts = 3599  # seconds of a token
        self._numbers = itertools.count(1)

    def environment(self) -> dict[str, str]:
        return {
            "HAIRLINE_TEAMS_APP_ID": APP,
            "HAIRLINE_TEAMS_PASSWORD": PASSWORD,
            "HAIRLINE_TEAMS_TENANT": TENANT,
            "HAIRLINE_TEAMS_API": self.url,
        }

    @property
    def service(self) -> str:
        """Where the connector is: Microsoft's address as long as this does not listen."""
        return f"{self.url}/emea/{TENANT}/" if self._server is not None else SERVICE

    def person(self, number: int) -> str:
        return f"00000000-0000-4000-8000-{number:012x}"

    # What it sends.

    def message(self, person: str, text: str, *, id: str, at: float) -> Webhook:
        html = {"contentType": "text/html", "content": f"<p>{text}</p>"}
        return self.sent(person, {"text": text, "textFormat": "plain", "attachments": [html]}, id=id, at=at)

    def press(self, person: str, choice: str, title: str, *, id: str, at: float) -> Webhook:
        return self.sent(
            person, {"value": {"choice": choice, "title": title}, "replyToId": "1767225590000"}, id=id, at=at
        )

    def sent(self, person: str, content: Mapping[str, Any], *, id: str, at: float) -> Webhook:
        """Return the request that brings an activity. content: fields besides those that all have."""
        return self.signed({**self.activity(person, id=id, at=at), **content})

    def activity(self, person: str, *, id: str, at: float) -> dict[str, Any]:
        """Return what every activity of somebody has; of the type "message"."""
        when = dt.datetime.fromtimestamp(at, dt.timezone.utc)
        return {
            "type": "message",
            "id": id,
            "timestamp": when.strftime("%Y-%m-%dT%H:%M:%S.%f0Z"),
            "localTimestamp": when.astimezone(dt.timezone(dt.timedelta(hours=1))).isoformat(),
            "channelId": "msteams",
            "serviceUrl": self.service,
            "from": {"id": f"29:1{person}", "name": "Kim Example", "aadObjectId": person},
            "conversation": {"conversationType": "personal", "tenantId": TENANT, "id": f"a:1{person}"},
            "recipient": {"id": f"28:{APP}", "name": "Example Clinic"},
            "entities": [{"locale": "en-GB", "country": "GB", "platform": "Windows", "type": "clientInfo"}],
            "channelData": {"tenant": {"id": TENANT}},
            "locale": "en-GB",
        }

    def signed(self, body: Any, **claims: Any) -> Webhook:
        """Return a request with any body, and a token for it."""
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        headers = {"content-type": "application/json; charset=utf-8", "authorization": f"Bearer {self.token(**claims)}"}
        return Webhook("POST", PATH, headers, raw)

    def token(
        self, kid: str = KID, signing: Any = None, headers: Mapping[str, Any] | None = None, **claims: Any
    ) -> str:
        """Return a token. signing: another key than that of `kid`. claims: instead of the right ones; None for none."""
        now = int(self.clock())
        right = {
            "serviceurl": self.service,
            "nbf": now,
            "exp": now + 3600,
            "iss": "https://api.botframework.com",
            "aud": APP,
        }
        told = {name: value for name, value in {**right, **claims}.items() if value is not None}
        return jwt.encode(told, signing or key(kid), "RS256", headers={"kid": kid, "x5t": kid, **(headers or {})})

    # What it takes.

    def take(self, request: Request) -> Response:
        path = request.path
        if path == "/v1/.well-known/openidconfiguration":
            return Response(200, self._openid())
        if path == "/v1/.well-known/keys":
            return Response(200, self.keys())
        if path.endswith("/oauth2/v2.0/token"):
            return self._login(request)
        found = re.fullmatch(r"/emea/[0-9a-f-]{36}/v3/conversations/([^/?#]+)/activities", path)
        self.require(found is not None and request.method == "POST", f"there is no {request.method} {path}")
        return self._activity(request, unquote(found[1])) if found else Response(404, {})

    def _openid(self) -> dict[str, Any]:
        base = self.url if self._server is not None else "https://login.botframework.com"
        return {
            "issuer": "https://api.botframework.com",
            "authorization_endpoint": "https://invalid.botframework.com",
            "jwks_uri": f"{base}/v1/.well-known/keys",
            "id_token_signing_alg_values_supported": ["RS256"],
            "token_endpoint_auth_methods_supported": ["private_key_jwt"],
        }

    def keys(self) -> dict[str, Any]:
        """Return what the Bot Framework has at its jwks_uri."""
        endorsed = {KID: ["msteams", "webchat", "directline"], UNENDORSED: ["webchat"]}
        return {"keys": [{**_public(id), "endorsements": names} for id, names in endorsed.items()]}

    def _login(self, request: Request) -> Response:
        self.require(request.method == "POST", "a token is posted for")
        type = request.headers.get("content-type", "")
        self.require(type.split(";")[0] == "application/x-www-form-urlencoded", "not a form")
        self.require("authorization" not in request.headers, "credentials are sent twice")
        form = {name: values[0] for name, values in parse_qs(request.body.decode(), strict_parsing=True).items()}
        self.require(set(form) == {"grant_type", "client_id", "client_secret", "scope"}, f"fields {sorted(form)}")
        self.require(form["grant_type"] == "client_credentials", "grant_type")
        self.require(form["scope"] == "https://api.botframework.com/.default", "scope")
        if request.path != f"/{TENANT}/oauth2/v2.0/token":
            return _refused(400, "invalid_request", 90002)
        if form["client_id"] != APP:
            return _refused(400, "unauthorized_client", 700016)
        if form["client_secret"] != PASSWORD:
            return _refused(401, "invalid_client", 7000215)
        self.tokens.append(f"made-up.{len(self.tokens)}.token")
        lasts = {"expires_in": self.lasts, "ext_expires_in": self.lasts}
        return Response(200, {"token_type": "Bearer", **lasts, "access_token": self.tokens[-1]})

    def _activity(self, request: Request, conversation: str) -> Response:
        if request.headers.get("authorization") not in {f"Bearer {token}" for token in self.tokens}:
            return _failed(401, "Unauthorized", "Authorization has been denied for this request.")
        self.require(request.headers.get("content-type") == "application/json", "not JSON")
        size = max(len(request.body), len(request.body.decode().encode("utf-16-le")))
        self.require(size <= MOST, f"an activity of {size} bytes")
        if size > MOST:
            return _failed(413, "MessageSizeTooBig", "Message size too large.")
        self.require(conversation.startswith("a:1"), "no conversation of one person")
        person, sent = conversation[3:], request.json
        if sent["type"] == "typing":
            self._only(sent, "type")
            self.typing.append(person)
            return Response(202, {})
        self.require(sent["type"] == "message", f"type {sent['type']}")
        shown = self._card(sent, person) if "attachments" in sent else self._text(sent, person)
        failure = self.fails(request)
        if failure is not None:
            return failure
        self.shown.append(shown)
        return Response(201, {"id": str(1_767_225_600_000 + next(self._numbers))})

    def _text(self, sent: Mapping[str, Any], person: str) -> Shown:
        self._only(sent, "type", "textFormat", "text")
        self.require(sent["textFormat"] == "plain", "signs would be read as markup")
        self._visible(sent["text"])
        return Shown(person, sent["text"], (), sent)

    def _card(self, sent: Mapping[str, Any], person: str) -> Shown:
        self._only(sent, "type", "summary", "attachments")
        self._visible(sent["summary"])
        self.require("\n" not in sent["summary"], "a summary has one line")
        (attached,) = sent["attachments"]
        self._only(attached, "contentType", "content")
        self.require(attached["contentType"] == "application/vnd.microsoft.card.adaptive", "contentType")
        card = attached["content"]
        self._only(card, "type", "$schema", "version", "msteams", "body")
        self.require(
            card["type"] == "AdaptiveCard" and card["version"] == "1.2", "no card, or one that phones may not show"
        )
        self.require(card["$schema"] == "http://adaptivecards.io/schemas/adaptive-card.json", "schema")
        self.require(card.get("msteams") in (None, {"width": "Full"}), "msteams")
        lines: list[str] = []
        choices: list[tuple[str, str]] = []
        self.require(bool(card["body"]), "an empty card")
        for element in card["body"]:
            self._element(element, lines, choices)
        ids = [id for id, _ in choices]
        self.require(all(re.fullmatch(r"[a-z0-9:-]{1,20}", id) is not None for id in ids), "ids")
        return Shown(person, "\n".join(lines).strip(), tuple(choices), sent)

    def _element(self, element: Mapping[str, Any], lines: list[str], choices: list[tuple[str, str]]) -> None:
        self.require(element.get("spacing", "default").lower() in {one.lower() for one in _SPACING}, "spacing")
        if element["type"] == "Container":
            self._only(element, *_BLOCK, "items", "style", "bleed")
            self.require(element.get("style", "default") in _STYLES, "style")
            for inner in element["items"]:
                self._element(inner, lines, choices)
        elif element["type"] == "RichTextBlock":
            self._only(element, *_BLOCK, "inlines", "horizontalAlignment")
            lines += ([] if element.get("spacing") == "None" else [""]) + [self._runs(element["inlines"])]
        elif element["type"] == "ActionSet":
            self._only(element, *_BLOCK, "actions")
            self.require(1 <= len(element["actions"]) <= 6, "many buttons in one set, which apps fold")
            choices += [choice for action in element["actions"] if (choice := self._action(action))]
        else:
            self.problems.append(f"no element {element['type']}")  # a TextBlock reads Markdown

    def _runs(self, runs: list[Mapping[str, Any]]) -> str:
        for run in runs:
            self._only(run, *_TEXT_RUN)
            self.require(run["type"] == "TextRun" and bool(run["text"]), "an empty run")
            self.require("\n" not in run["text"], "a line break within a run is read as a space")
            self.require(not _FUNCTION.search(run["text"]), "a function of Adaptive Cards")
            self.require(run.get("size", "Default") in ("Default", "Small", "Medium", "Large", "ExtraLarge"), "size")
            self.require(run.get("weight", "Default") in ("Default", "Lighter", "Bolder"), "weight")
            colours = ("Default", "Dark", "Light", "Accent", "Good", "Warning", "Attention")
            self.require(run.get("color", "Default") in colours, "color")
        return "".join(run["text"] for run in runs)

    def _action(self, action: Mapping[str, Any]) -> tuple[str, str] | None:
        self._visible(action["title"])
        self.require(len(action["title"]) <= 60, "a title that no screen shows")
        if action["type"] == "Action.OpenUrl":
            self._only(action, "type", "title", "url")
            self.require(re.fullmatch(r"tel:\+?[0-9]+", action["url"]) is not None, f"url {action['url']}")
            return None
        self.require(action["type"] == "Action.Submit", f"no action {action['type']}")
        self._only(action, "type", "title", "data")
        self._only(action["data"], "choice", "title")
        return action["data"]["choice"], action["title"]

    def _visible(self, text: Any) -> None:
        seen = isinstance(text, str) and any(letter.isprintable() and not letter.isspace() for letter in text)
        self.require(seen, "a text without anything to see")

    def _only(self, found: Mapping[str, Any], *known: str) -> None:
        unknown = set(found) - set(known)
        self.require(not unknown, f"unknown fields {sorted(unknown)}")


def _public(id: str) -> dict[str, Any]:
    found = jwt.algorithms.RSAAlgorithm.to_jwk(key(id).public_key(), as_dict=True)
    return {"kty": "RSA", "use": "sig", "kid": id, "x5t": id, "n": found["n"], "e": found["e"]}


def _refused(status: int, error: str, code: int) -> Response:
    """https://learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow#error-response."""
    described = f"AADSTS{code}: made up. Trace ID: 1 Correlation ID: 2 Timestamp: 2026-01-01 00:00:00Z"
    return Response(status, {"error": error, "error_description": described, "error_codes": [code]})


def _failed(status: int, code: str, message: str) -> Response:
    return Response(status, {"error": {"code": code, "message": message}})
