"""What must be set for SMS and WhatsApp by Twilio. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.channels.messengers.settings import read_all, read_api
from bot.channels.twilio_reading import NUMBER, WHATSAPP
from index.errors import SettingsError

ACCOUNT, TOKEN = "HAIRLINE_TWILIO_ACCOUNT", "HAIRLINE_TWILIO_TOKEN"
SMS_FROM, WHATSAPP_FROM = "HAIRLINE_TWILIO_SMS_FROM", "HAIRLINE_TWILIO_WHATSAPP_FROM"
TEMPLATE, API = "HAIRLINE_TWILIO_REMINDER_TEMPLATE", "HAIRLINE_TWILIO_API"
SETTINGS: Mapping[str, str] = {
    ACCOUNT: "the Account SID (Console, Account info); it begins with AC",
    TOKEN: "the account's auth token (Console, Account info), not an API key: it signs what Twilio sends",
    SMS_FROM: f"the number that texts come from, with + and country code, or a Messaging Service's SID (MG...); for WhatsApp alone set {WHATSAPP_FROM}",
    WHATSAPP_FROM: "the WhatsApp sender's number, with + and country code (Console, Messaging, Senders, WhatsApp senders)",
}
SERVICE = re.compile(r"MG[0-9a-f]{32}")
SHORT_CODE = re.compile(r"[0-9]{3,8}")
_ACCOUNT = re.compile(r"AC[0-9a-f]{32}")
_CONTENT = re.compile(r"HX[0-9a-f]{32}")


@dataclass(frozen=True)
class Sender:
    """Who sends. address: a number, a short code, or a Messaging Service's SID. template: of reminders on WhatsApp."""

    api: str
    account: str
    token: str = field(repr=False)
    address: str
    template: str = ""


def sms_sender(env: Mapping[str, str]) -> Sender | None:
    """Return who sends texts; None when only WhatsApp is set, or nothing. Raises SettingsError."""
    if _is_set(env, WHATSAPP_FROM) and not _is_set(env, SMS_FROM):
        return None
    found = read_all(env, {name: SETTINGS[name] for name in (ACCOUNT, TOKEN, SMS_FROM)})
    if found is None:
        return None
    address = found[SMS_FROM]
    if not any(form.fullmatch(address) for form in (NUMBER, SERVICE, SHORT_CODE)):
        raise SettingsError(f"{SMS_FROM} is no sender; it is {SETTINGS[SMS_FROM]}")
    return _sender(env, found, address)


def whatsapp_sender(env: Mapping[str, str]) -> Sender | None:
    """Return who sends on WhatsApp; None when no sender for it is set. Raises SettingsError."""
    if not _is_set(env, WHATSAPP_FROM):
        return None
    found = read_all(env, {name: SETTINGS[name] for name in (ACCOUNT, TOKEN, WHATSAPP_FROM)}) or {}
    address, template = found[WHATSAPP_FROM].removeprefix(WHATSAPP), (env.get(TEMPLATE) or "").strip()
    if not NUMBER.fullmatch(address):
        raise SettingsError(f"{WHATSAPP_FROM} is no number; it is {SETTINGS[WHATSAPP_FROM]}")
    if template and not _CONTENT.fullmatch(template):
        raise SettingsError(f"{TEMPLATE} is no Content SID; it begins with HX (Content Template Builder)")
    return _sender(env, found, address, template)


def _is_set(env: Mapping[str, str], name: str) -> bool:
    return bool((env.get(name) or "").strip())


def _sender(env: Mapping[str, str], found: Mapping[str, str], address: str, template: str = "") -> Sender:
    if not _ACCOUNT.fullmatch(found[ACCOUNT]):
        raise SettingsError(f"{ACCOUNT} is AC and 32 digits or letters a to f; copy it again: {SETTINGS[ACCOUNT]}")
    if found[TOKEN].startswith(("AC", "SK")):
        raise SettingsError(f"{TOKEN} holds a SID, not the auth token; copy it again: {SETTINGS[TOKEN]}")
    return Sender(read_api(env, API, "https://api.twilio.com"), found[ACCOUNT], found[TOKEN], address, template)
