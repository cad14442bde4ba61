"""How letters are sent, as the environment says it: whose they are, who at the clinic gets them, by which server."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, get_args
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from actions.consultations.addresses import in_ascii
from bot.settings import is_loopback
from index.errors import SettingsError

Tls = Literal["starttls", "tls", "none"]
TLS: tuple[Tls, ...] = get_args(Tls)
URL, FROM, STAFF = "HAIRLINE_SMTP_URL", "HAIRLINE_MAIL_FROM", "HAIRLINE_STAFF_MAIL"
PORTS: Mapping[Tls, int] = {"starttls": 587, "tls": 465, "none": 25}
SHAPE = "smtp://user:password@host:587?tls=starttls (or tls, or none)"


@dataclass(frozen=True)
class SmtpServer:
    """How to reach a mail server."""

    host: str
    port: int
    tls: Tls
    user: str | None = None
    password: str | None = field(default=None, repr=False)


@dataclass(frozen=True)
class MailSettings:
    """Whose letters these are, who at the clinic gets them, and which server takes them; without one: into files."""

    sender: str
    staff: str
    server: SmtpServer | None = None


def read_mail_settings(environment: Mapping[str, str], clinic_email: str) -> MailSettings:
    """Return the settings. Raises SettingsError naming the variable and what is expected, never the password."""
    url = environment.get(URL)
    return MailSettings(
        sender=_email(FROM, environment.get(FROM) or clinic_email),
        staff=_email(STAFF, environment.get(STAFF) or clinic_email),
        server=_server(url) if url else None,
    )


def _server(url: str) -> SmtpServer:
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:  # its message may hold the password
        raise SettingsError(
            f"{URL} cannot be read; write {SHAPE}, odd characters as %XX, a port from 1 to 65535"
        ) from None
    if parts.scheme != "smtp" or not host or parts.path not in ("", "/") or parts.fragment or port == 0:
        raise SettingsError(f"{URL} is not the address of a mail server; write {SHAPE}, odd characters as %XX")
    tls = _tls(parts, host, port)
    user, password = (unquote(given) if given else None for given in (parts.username, parts.password))
    if (user is None) != (password is None):
        raise SettingsError(f"{URL} has a user or a password, not both; write {SHAPE}")
    if not f"{user}{password}".isascii():
        raise SettingsError(f"{URL} has a user or a password beyond ASCII, which mail servers do not take; change it")
    if password is not None and tls == "none" and not is_loopback(host):
        raise SettingsError(f"{URL} would send the password to {host} in the clear; use tls=starttls or tls=tls")
    return SmtpServer(host, port or PORTS[tls], tls, user, password)


def _tls(parts: SplitResult, host: str, port: int | None) -> Tls:
    asked = parse_qs(parts.query, keep_blank_values=True)
    if unknown := set(asked) - {"tls"}:
        raise SettingsError(f"{URL} asks for {min(unknown)!r}, which is not known; only tls is")
    if not asked:
        return "tls" if port == PORTS["tls"] else "none" if is_loopback(host) else "starttls"
    for known in TLS:
        if asked["tls"] == [known]:
            return known
    raise SettingsError(f"{URL} asks for tls={asked['tls'][0]!r}; use {', '.join(TLS)}")


def _email(variable: str, value: str) -> str:
    try:
        return in_ascii(value)
    except ValueError:
        raise SettingsError(
            f"{variable}={value!r} is not an e-mail address; write one such as hello@clinic.example"
        ) from None
