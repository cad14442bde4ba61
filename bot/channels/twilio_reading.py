"""What people did by SMS or WhatsApp, read from what Twilio tells and signs. Pure.

https://www.twilio.com/docs/messaging/guides/webhook-request
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import mimetypes
import re
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from bot.channels.messengers.model import Event, Keyword, Media, RefusedError
from bot.channels.messengers.signatures import is_same

WHATSAPP = "whatsapp:"  # before every address of WhatsApp
NUMBER = re.compile(r"\+[1-9][0-9]{6,14}")
MOST_PARAMETERS = 500
_USER = re.compile(r"[A-Z]{2}\.(?:ENT\.)?[A-Za-z0-9]{1,128}")  # of people who show a name instead of their number
_MESSAGE = re.compile(r"[A-Z]{2}[0-9a-f]{32}")
_CHOICE = re.compile(r"[a-z0-9:-]{1,20}")
_PORTS = {"https": 443, "http": 80}
# Kinds of WhatsApp that need no answer, as WhatsApp names them; Twilio may tell of them by MessageType.
_NO_ANSWER = frozenset({"sticker", "reaction", "edit", "revoke", "system", "order", "unsupported", "request_welcome"})
_KINDS: Mapping[str, Media] = {"image": "photo", "audio": "voice", "video": "video"}
# https://help.twilio.com/articles/223134027 (stop filtering). Here only those that ask for nothing else: "yes" is an
# answer in a conversation, and begins messages again only where Twilio says that it did.
_STOP = frozenset("STOP STOPALL UNSUBSCRIBE CANCEL END QUIT REVOKE OPTOUT".split())
_WORDS: Mapping[str, Keyword] = {"START": "start", "UNSTOP": "start", "HELP": "help", "INFO": "help"}
_OPT_OUT: Mapping[str, Keyword] = {"STOP": "stop", "START": "start", "HELP": "help"}


def signature(token: str, url: str, parameters: Iterable[tuple[str, str]]) -> str:
    """Return what Twilio signs a POST with: https://www.twilio.com/docs/usage/webhooks/webhooks-security.

    Names are sorted; values of the same name too, and each counts once, as Twilio's own libraries have it.
    """
    told = url + "".join(name + value for name, value in sorted(set(parameters)))
    digest = hmac.new(token.encode(), told.encode("utf-8", "replace"), hashlib.sha1).digest()
    return base64.b64encode(digest).decode("ascii")


def signed(body: bytes, given: str, token: str, url: str) -> dict[str, str]:
    """Return the parameters of a body; of those with the same name, the first.

    given: the signature that came with it. url: as Twilio was told to call it, with its query. Raises RefusedError.
    """
    if not given:
        raise RefusedError("unsigned")
    try:
        pairs = parse_qsl(
            body.decode("ascii"), keep_blank_values=True, strict_parsing=True, max_num_fields=MOST_PARAMETERS
        )
    except ValueError:  # nothing that Twilio encodes; what was signed cannot be known
        raise RefusedError("altered") from None
    if not any(is_same(given, signature(token, known, pairs)) for known in _spellings(url)):
        raise RefusedError("altered")
    return dict(reversed(pairs))


def is_status(told: Mapping[str, str]) -> bool:
    """Whether it tells what became of a message of ours."""
    status = told.get("MessageStatus") or told.get("SmsStatus") or "received"
    return status not in ("received", "receiving")


def event(told: Mapping[str, str], ours: str, *, is_whatsapp: bool) -> Event | None:
    """Return what a person did; None for what needs no answer. ours: the number that they wrote to, as Twilio has it.

    Twilio does not say when it was.
    """
    id, person = told.get("MessageSid", ""), _person(told.get("From", ""), is_whatsapp=is_whatsapp)
    kind = told.get("MessageType", "").lower()
    content = told.get("MediaContentType0", "").lower().partition(";")[0].strip()
    is_sticker = is_whatsapp and content == "image/webp"  # photos are JPEG or PNG there
    if not _MESSAGE.fullmatch(id) or not person or told.get("From") == ours or kind in _NO_ANSWER or is_sticker:
        return None
    text, media = told.get("Body", ""), _media(told, kind, content)
    common: dict[str, Any] = {"id": id, "person": person, "media": media}
    handled = _OPT_OUT.get(told.get("OptOutType", "").upper())
    if handled is not None:  # Advanced Opt-Out: Twilio has answered already
        return Event(**common, text=text, keyword=handled, about={"handled": "1"})
    choice = told.get("ButtonPayload", "") or told.get("ListId", "")
    title = told.get("ButtonText", "") or told.get("ListTitle", "") or text
    if choice or told.get("ButtonText"):
        return Event(**common, choice=choice if _CHOICE.fullmatch(choice) else "", text=title or choice)
    if media == "file" and mimetypes.guess_type(text, strict=False)[0] == content:
        text = ""  # a document of WhatsApp without words comes with its name
    if not text.strip() and media is None:
        return None
    return Event(**common, text=text, keyword=None if is_whatsapp else _keyword(text))


def _person(address: str, *, is_whatsapp: bool) -> str:
    """A phone number, or how WhatsApp names who shows none; "" for a short code, a name, or another channel."""
    known = address.removeprefix(WHATSAPP)
    if address.startswith(WHATSAPP) is not is_whatsapp:
        return ""
    return known if NUMBER.fullmatch(known) or (is_whatsapp and _USER.fullmatch(known)) else ""


def _media(told: Mapping[str, str], kind: str, content: str) -> Media | None:
    if told.get("Latitude"):
        return "location"
    if told.get("NumMedia", "0") in ("", "0"):
        return None
    if content.endswith("vcard") or kind == "contacts":
        return "contact"
    return _KINDS.get(content.partition("/")[0], "file")


def _keyword(text: str) -> Keyword | None:
    """What a whole message asks for. Who wants it to end is understood with a full stop, and in two words as well."""
    word = text.strip().upper()
    if re.sub(r"[\s-]", "", word.strip("\"'.! ")) in _STOP:
        return "stop"
    return _WORDS.get(word)


def _spellings(url: str) -> list[str]:
    """The address with its port and without: Twilio's documents leave open which it signs; its libraries take both."""
    parts = urlsplit(url)
    if not parts.hostname:
        return [url]
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    port = parts.port or _PORTS.get(parts.scheme, 443)
    return [url, *(parts._replace(netloc=netloc).geturl() for netloc in (host, f"{host}:{port}"))]
