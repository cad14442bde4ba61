"""A real mail server on loopback that answers as a test says, and letters to send to it."""

from __future__ import annotations

import email
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.policy import SMTP

from aiosmtpd import smtp
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import Envelope, Session

from actions.consultations.letters import Letters
from actions.consultations.mail_settings import SmtpServer, Tls
from actions.consultations.post import SmtpPostbox
from bot.settings import ROOT
from tests.actions.consultations.letter_samples import NOW, clinic, due
from tests.services.own_var import free_port

SENDER = "bookings@demo-clinic.example"
LETTERS = Letters.load(ROOT / "data" / "content" / "letters.yml", clinic(), SENDER, "desk@demo-clinic.example")


@dataclass
class Desk:
    """What a mail server does with letters: takes them, unless it has been told an answer for RCPT or DATA."""

    taken: list[Envelope] = field(default_factory=list)
    rcpt: list[str] = field(default_factory=list)
    data: list[str] = field(default_factory=list)

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, server: smtp.SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.rcpt:
            return self.rcpt.pop(0)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: smtp.SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        if self.data:
            return self.data.pop(0)
        self.taken.append(envelope)
        return "250 OK"


@dataclass
class Post:
    """A mail server on loopback that can be stopped and started."""

    desk: Desk
    port: int
    options: dict[str, object]
    controller: Controller | None = None

    def start(self) -> None:
        self.controller = Controller(self.desk, hostname="127.0.0.1", port=self.port, **self.options)
        self.controller.start()

    def stop(self) -> None:
        if self.controller is not None:
            self.controller.stop()
        self.controller = None

    def box(self, tls: Tls = "none", context: ssl.SSLContext | None = None, password: str | None = None) -> SmtpPostbox:
        user = "clinic" if password else None
        return SmtpPostbox(SmtpServer("127.0.0.1", self.port, tls, user, password), SENDER, context)


@contextmanager
def mail_server() -> Iterator[Post]:
    """A mail server that runs."""
    server = Post(Desk(), free_port(), {})
    server.start()
    try:
        yield server
    finally:
        server.stop()


def letter(**changes: object) -> EmailMessage:
    message = LETTERS.write(due(**changes), NOW, "https://demo-clinic.example/c/token")  # type: ignore[arg-type]
    assert message is not None
    return message


def received(envelope: Envelope) -> EmailMessage:
    assert isinstance(envelope.content, bytes)
    return email.message_from_bytes(envelope.content, policy=SMTP)  # type: ignore[return-value]
