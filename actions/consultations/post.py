"""Sending mail: by SMTP when a server is set, into files otherwise.

PostError
├── TemporaryPostError   nobody could be reached, or "not now": try again later
└── PermanentPostError   this recipient, or this letter, is refused for good: tell a person

Their messages hold no address: they end in the log and in the outbox.
"""

from __future__ import annotations

import logging
import re
import smtplib
import ssl
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from typing import Protocol

from actions.consultations.mail_settings import URL, MailSettings, SmtpServer
from actions.files import write_private
from index.errors import HairlineError
from index.text import clean

TIMEOUT = 10.0  # seconds for each step of a conversation with a server
MAX_REASON = 200  # characters of what a server said
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
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._folder.chmod(0o700)
            write_private(self._folder / f"{name}.eml", message.as_bytes(policy=SMTP))
        except OSError as error:
            raise TemporaryPostError(f"{self._folder} cannot be written: {error.strerror}") from None


def postbox(settings: MailSettings, folder: Path) -> Postbox:
    """Return where letters go. folder: for the files, when no server is set."""
    return FolderPostbox(folder) if settings.server is None else SmtpPostbox(settings.server, settings.sender)


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
