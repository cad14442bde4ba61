"""A provider's settings in the environment."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlsplit

from bot.settings import is_loopback
from index.errors import SettingsError


def read_all(env: Mapping[str, str], needed: Mapping[str, str]) -> dict[str, str] | None:
    """Return the values of variables by name; None when none is set, which means that the channel is off.

    needed: what each is, for whoever has to set it. Raises SettingsError naming what is missing.
    """
    found = {name: (env.get(name) or "").strip() for name in needed}
    if not any(found.values()):
        return None
    for name, value in found.items():
        if not value:
            raise SettingsError(f"{name} is missing: {needed[name]}")
        if not value.isascii() or any(ord(letter) < 33 for letter in value):
            raise SettingsError(f"{name} holds white space or letters beyond ASCII; copy it again: {needed[name]}")
    return found


def read_api(env: Mapping[str, str], name: str, default: str) -> str:
    """Return the address of a provider's API; another one than its own only for a proxy or a test.

    Raises SettingsError unless it is https, or on this machine.
    """
    given = ((env.get(name) or "").strip() or default).rstrip("/")
    if _is_safe(given):
        return given
    raise SettingsError(f"{name} must begin with https://; tokens are sent there")


def _is_safe(url: str) -> bool:
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return False
    named = bool(host) and port != 0 and "@" not in parts.netloc
    return named and (parts.scheme == "https" or (parts.scheme == "http" and is_loopback(host)))
