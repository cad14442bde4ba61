"""Who signed a request of Teams, and where our token may go. Pure.

https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-authentication (connector to bot).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import jwt

from bot.channels.messengers import reading
from bot.channels.messengers.model import RefusedError

ISSUER = "https://api.botframework.com"
CHANNEL = "msteams"  # what a key must be endorsed for, and the only channel that is served
LEEWAY = 300.0  # seconds that clocks may differ
MOST = 16_384  # characters of a token; Microsoft's have some 1,500
SERVICE = "https://smba.trafficmanager.net"
# The hosts that Microsoft's own Teams SDK takes in its public cloud (allowedServiceUrls). No other may have our token.
_SERVICE = re.compile(
    r"https://(?:smba\.trafficmanager\.net|smba\.onyx\.prod\.teams\.trafficmanager\.net"
    r"|smba\.infra\.gcc\.teams\.microsoft\.com)(?:/[\w.~%:@!-]*)*",
    re.ASCII,
)
_OPTIONS: Any = {"require": ["exp", "iss", "aud"], "verify_exp": False, "verify_nbf": False, "verify_iat": False}


@dataclass(frozen=True)
class Key:
    """A public key of the Bot Framework. endorsements: the channels that it signs for."""

    key: jwt.PyJWK
    endorsements: frozenset[str]


def read_keys(found: Mapping[str, Any]) -> dict[str, Key]:
    """Return the RSA keys of a JWK set by their ids; what is none is left out."""
    keys = {}
    for one in reading.items(found, "keys"):
        id, endorsed = reading.text(one, "kid", 200), one.get("endorsements")
        if not id or one.get("kty") != "RSA" or not isinstance(endorsed, list):
            continue
        try:
            key = jwt.PyJWK(dict(one), "RS256")
        except (jwt.PyJWTError, ValueError, TypeError):
            continue
        keys[id] = Key(key, frozenset(name for name in endorsed if isinstance(name, str)))
    return keys


def prove(authorization: str, app: str, keys: Mapping[str, Key], now: float) -> str:
    """Return the service URL that a token was made for. Raises RefusedError unless Teams made it for our app, and now.

    authorization: the header. Status 503 when the key is not known, perhaps not yet: Teams is to send again.
    The times are held against `now`, so PyJWT is told to leave them.
    """
    scheme, _, token = authorization.partition(" ")
    token = token.strip()
    if scheme.lower() != "bearer" or not token:
        raise RefusedError("unsigned")
    if len(token) > MOST or not token.isascii():
        raise RefusedError("altered")
    if not keys:
        raise RefusedError("unsigned", 503)
    try:
        key = keys.get(str(jwt.get_unverified_header(token).get("kid")))
        if key is None:
            raise RefusedError("unsigned", 503)
        claims = jwt.decode(token, key.key, algorithms=["RS256"], audience=app, issuer=ISSUER, options=_OPTIONS)
    except jwt.InvalidAudienceError:
        raise RefusedError("stranger") from None
    except (jwt.PyJWTError, ValueError, TypeError, RecursionError):
        raise RefusedError("altered") from None
    ends, begins = reading.seconds(claims["exp"]), reading.seconds(claims.get("nbf", 0))
    if ends is None or begins is None or not begins - LEEWAY <= now < ends + LEEWAY:
        raise RefusedError("stale")
    if CHANNEL not in key.endorsements:
        raise RefusedError("stranger")
    return reading.text(claims, "serviceurl", 2_000) or reading.text(claims, "serviceUrl", 2_000)


def may_have_token(url: str, api: str) -> bool:
    """Whether our token may be sent to an address. api: SERVICE, or where a stand-in or proxy of ours is."""
    return bool(_SERVICE.fullmatch(url)) or (api != SERVICE and url.startswith(f"{api}/"))
