"""Sending mail: by SMTP when a server is set, into files otherwise.

PostError
├── TemporaryPostError   nobody could be reached, or "not now": try again later
└── PermanentPostError   this recipient, or this letter, is refused for good: tell a person

Their messages hold no address: they end in the log and in the outbox.
"""

from __future__ import annotations

import logging
import os
import re
import secrets
import smtplib
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from typing import Literal, Protocol, get_args
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from bot.settings import is_loopback
from index.errors import HairlineError, SettingsError
from index.text import clean

Tls = Literal["starttls", "tls", "none"]
TLS: tuple[Tls, ...] = get_args(Tls)
URL, FROM, STAFF = "HAIRLINE_SMTP_URL", "HAIRLINE_MAIL_FROM", "HAIRLINE_STAFF_MAIL"
PORTS: Mapping[Tls, int] = {"starttls": 587, "tls": 465, "none": 25}
SHAPE = "smtp://user:password@host:587?tls=starttls (or tls, or none)"
TIMEOUT = 10.0  # seconds for each step of a conversation with a server
MAX_REASON = 200  # characters of what a server said
_EMAIL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]+@[A-Za-z0-9.-]+")
_ADDRESS = re.compile(r"<?[^\s<>]+@[^\s<>]+>?")
logger = logging.getLogger(__name__)


class PostError(HairlineError):
    """Base of the errors above."""


class TemporaryPostError(PostError):
    """Not sent, as far as is known; the same letter may pass later."""


class PermanentPostError(PostError):
    """Not sent, and the same letter never will be."""


class Postbox(Protocol):
    """Where letters go."""

    def send(self, message: EmailMessage) -> None:
        """Hand over one letter. Raises TemporaryPostError or PermanentPostError when it was not taken."""


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


class SmtpPostbox:
    """Sends each letter over a connection of its own; certificates are checked against this machine's authorities."""

    def __init__(self, server: SmtpServer, sender: str, context: ssl.SSLContext | None = None) -> None:
        """sender: the envelope's, where failures are reported. context: other authorities than the machine's."""
        self._server, self._sender, self._context = server, sender, context

    def send(self, message: EmailMessage) -> None:
        """Hand over one letter. Raises TemporaryPostError or PermanentPostError when it was not taken.

        Should the connection break after the letter and before the server's answer, nobody knows whether it was taken;
        this counts as not sent, and the letter that comes again has the same Message-ID.
        """
        try:
            connection = self._connect()
        except smtplib.SMTPResponseException as error:
            raise TemporaryPostError(
                f"the mail server refuses us: {_said(error.smtp_code, error.smtp_error)}"
            ) from None
        except (OSError, smtplib.SMTPException) as error:  # smtplib's own kind is an OSError, too
            raise TemporaryPostError(f"the mail server cannot be reached: {_plain(str(error))}") from None
        try:
            connection.send_message(message, from_addr=self._sender)
        except smtplib.SMTPRecipientsRefused as error:
            raise _refused(*next(iter(error.recipients.values()))) from None
        except smtplib.SMTPDataError as error:
            raise _refused(error.smtp_code, error.smtp_error) from None
        except smtplib.SMTPResponseException as error:  # the sender is refused: a person can mend that for all letters
            raise TemporaryPostError(
                f"the mail server refuses us: {_said(error.smtp_code, error.smtp_error)}"
            ) from None
        except (OSError, smtplib.SMTPException) as error:
            raise TemporaryPostError(f"the connection to the mail server broke: {_plain(str(error))}") from None
        finally:
            _leave(connection)

    def _connect(self) -> smtplib.SMTP:
        at = self._server
        context = self._context or ssl.create_default_context()
        ours = self._sender.rpartition("@")[2]  # smtplib would ask the network for this machine's name
        connection: smtplib.SMTP
        if at.tls == "tls":
            connection = smtplib.SMTP_SSL(at.host, at.port, ours, timeout=TIMEOUT, context=context)
        else:
            connection = smtplib.SMTP(at.host, at.port, ours, timeout=TIMEOUT)
        try:
            if at.tls == "starttls":
                connection.starttls(context=context)
            if at.user is not None:
                connection.login(at.user, at.password or "")
        except BaseException:
            connection.close()
            raise
        return connection


class FolderPostbox:
    """Writes each letter as a file, for a clinic that has set no mail server yet."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._told = folder, False

    def send(self, message: EmailMessage) -> None:
        """Write one letter, whole or not at all. A letter with the same Message-ID replaces the first."""
        if not self._told:
            logger.warning("mail.not_configured set %s; until then letters are files in %s", URL, self._folder)
            self._told = True
        name = re.sub(r"[^A-Za-z0-9._-]", "_", str(message["Message-ID"]).strip("<> "))[:120]
        fresh = self._folder / f".{name}.{secrets.token_hex(4)}"
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._folder.chmod(0o700)
            try:
                with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                    file.write(message.as_bytes(policy=SMTP))
                fresh.replace(self._folder / f"{name}.eml")
            finally:
                fresh.unlink(missing_ok=True)
        except OSError as error:
            raise TemporaryPostError(f"{self._folder} cannot be written: {error.strerror}") from None


def postbox(settings: MailSettings, folder: Path) -> Postbox:
    """Return where letters go. folder: for the files, when no server is set."""
    return FolderPostbox(folder) if settings.server is None else SmtpPostbox(settings.server, settings.sender)


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
    if not _EMAIL.fullmatch(value):
        raise SettingsError(f"{variable}={value!r} is not an e-mail address; write one such as hello@clinic.example")
    return value


def _refused(code: int, text: bytes | str) -> PostError:
    kind = PermanentPostError if code >= 500 else TemporaryPostError
    return kind(f"the mail server refuses the letter: {_said(code, text)}")


def _said(code: int, text: bytes | str) -> str:
    return f"{code} {_plain(text.decode('utf-8', 'replace') if isinstance(text, bytes) else text)}"


def _plain(text: str) -> str:
    """What a server said, as one line without the addresses in it."""
    return clean(_ADDRESS.sub("(address)", text))[:MAX_REASON]


def _leave(connection: smtplib.SMTP) -> None:
    try:
        connection.quit()
    except (OSError, smtplib.SMTPException):  # taken or refused before; how they say goodbye changes nothing
        connection.close()
