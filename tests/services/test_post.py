"""Letters reach a real mail server once each; what the server says decides whether they are tried again."""

from __future__ import annotations

import datetime as dt
import email
import ipaddress
import logging
import socket
import ssl
import stat
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

import pytest
from aiosmtpd import smtp
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, Envelope, LoginPassword, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from hypothesis import given
from hypothesis import strategies as st

from actions.consultations.letters import Letters
from actions.consultations.model import NoticeKind
from actions.consultations.post import (
    FolderPostbox,
    MailSettings,
    PermanentPostError,
    SmtpPostbox,
    SmtpServer,
    TemporaryPostError,
    Tls,
    postbox,
    read_mail_settings,
)
from actions.consultations.worker import Delivered, Worker
from bot.settings import ROOT
from index.errors import SettingsError
from tests.actions.consultations.letter_samples import ANNA, NOW, clinic, due
from tests.actions.consultations.test_worker import MemoryOutbox

SENDER, SECRET = "bookings@demo-clinic.example", "pa%ss:w@rd/?#"
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


def free_port() -> int:
    """A port that nobody listens at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


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


@pytest.fixture
def post() -> Iterator[Post]:
    server = Post(Desk(), free_port(), {})
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A certificate for 127.0.0.1 that only those know who are given it, and its key."""
    folder = tmp_path_factory.mktemp("certificate")
    made, key, private = folder / "cert.pem", folder / "key.pem", ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    here = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    today = dt.datetime.now(dt.timezone.utc)
    unsigned = (
        x509.CertificateBuilder(name, name, private.public_key(), x509.random_serial_number())
        .not_valid_before(today - dt.timedelta(days=1))
        .not_valid_after(today + dt.timedelta(days=1))
        .add_extension(here, critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
    )
    pem, how = serialization.Encoding.PEM, (serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    made.write_bytes(unsigned.sign(private, hashes.SHA256()).public_bytes(pem))
    key.write_bytes(private.private_bytes(pem, *how))
    return made, key


def letter(**changes: object) -> EmailMessage:
    message = LETTERS.write(due(**changes), NOW, "https://demo-clinic.example/c/token")  # type: ignore[arg-type]
    assert message is not None
    return message


def received(envelope: Envelope) -> EmailMessage:
    assert isinstance(envelope.content, bytes)
    return email.message_from_bytes(envelope.content, policy=SMTP)  # type: ignore[return-value]


def test_a_letter_arrives_as_it_was_written(post: Post) -> None:
    post.box().send(letter(person=replace(ANNA, name="Þóra Ægisdóttir")))
    (envelope,) = post.desk.taken
    assert (envelope.mail_from, envelope.rcpt_tos) == (SENDER, ["anna@patient.example"])
    message = received(envelope)
    assert message["Message-ID"] == "<a1f0c2.7@demo-clinic.example>"
    plain = message.get_body(("plain",))
    assert plain is not None
    assert plain.get_content().startswith("Hello Þóra Ægisdóttir,")
    (file,) = message.iter_attachments()
    assert (file.get_content_type(), file.get_param("method")) == ("text/calendar", "REQUEST")
    assert isinstance(envelope.content, bytes)
    assert envelope.content.isascii()  # for servers that take nothing else


@pytest.mark.parametrize("named", ["<anna@patient.example>: no such user", "no anna@patient.example here"])
def test_a_refused_receiver_is_final_and_not_named(post: Post, named: str) -> None:
    post.desk.rcpt = [f"550 5.1.1 {named}"]
    with pytest.raises(PermanentPostError, match=r"550 5\.1\.1") as caught:
        post.box().send(letter())
    assert "anna" not in str(caught.value)
    assert not post.desk.taken


def test_a_refused_letter_is_final(post: Post) -> None:
    post.desk.data = ["554 5.6.0 not taken"]
    with pytest.raises(PermanentPostError, match="554"):
        post.box().send(letter())


@pytest.mark.parametrize("answers", [{"rcpt": ["451 greylisted"]}, {"data": ["452 full"]}, {"rcpt": ["421 closing"]}])
def test_not_now_is_not_never(post: Post, answers: dict[str, list[str]]) -> None:
    vars(post.desk).update(answers)
    box = post.box()
    with pytest.raises(TemporaryPostError, match=r"4[25][12]"):
        box.send(letter())
    box.send(letter())
    assert len(post.desk.taken) == 1


def test_a_server_that_is_down_and_comes_back_gets_each_letter_once(post: Post) -> None:
    outbox = MemoryOutbox().add(due(id=1), due(NoticeKind.STAFF_BOOKED, id=2))
    worker = Worker(outbox, lambda row: LETTERS.write(row, NOW), post.box())
    post.stop()
    now = NOW
    assert worker.deliver(now) == Delivered(failed=2)
    assert worker.deliver(now + dt.timedelta(seconds=59)) == Delivered()
    now += dt.timedelta(minutes=1)
    assert worker.deliver(now) == Delivered(failed=2)
    post.start()
    assert worker.deliver(now + dt.timedelta(minutes=4)) == Delivered()
    for minutes in (5, 10, 20, 999):
        worker.deliver(now + dt.timedelta(minutes=minutes))
    assert [received(envelope)["Message-ID"] for envelope in post.desk.taken] == [
        "<a1f0c2.1@demo-clinic.example>",
        "<a1f0c2.2@demo-clinic.example>",
    ]
    assert outbox.settled == {1: "sent", 2: "sent"}


def test_a_letter_that_was_taken_is_sent_however_the_server_says_goodbye(post: Post) -> None:
    class Rude(smtp.SMTP):
        async def smtp_QUIT(self, arg: str) -> None:  # noqa: N802 - aiosmtpd's name
            self.transport.close()

    post.stop()
    controller = Controller(post.desk, hostname="127.0.0.1", port=post.port)
    controller.factory = lambda: Rude(post.desk)  # type: ignore[method-assign]
    controller.start()
    post.controller = controller
    post.box().send(letter())
    assert len(post.desk.taken) == 1


@pytest.mark.parametrize(
    "name", ["Eve\r\nBcc: all@evil.example", "Eve\n.\nMAIL FROM:<x@evil.example>", "Eve\r\n.\r\nRSET"]
)
def test_what_patients_type_reaches_nobody_else(post: Post, name: str) -> None:
    post.box().send(letter(kind=NoticeKind.STAFF_BOOKED, person=replace(ANNA, name=name), questions=(name,)))
    (envelope,) = post.desk.taken
    assert envelope.rcpt_tos == ["desk@demo-clinic.example"]
    assert "Bcc" not in received(envelope)


@pytest.mark.parametrize("tls", ["starttls", "tls"])
def test_an_unknown_certificate_gets_no_letter_and_no_password(
    post: Post, tls: Tls, certificate: tuple[Path, Path]
) -> None:
    start_with_tls(post, tls, certificate)
    with pytest.raises(TemporaryPostError, match="certificate verify failed"):
        post.box(tls, password=SECRET).send(letter())
    assert not post.desk.taken


@pytest.mark.parametrize("tls", ["starttls", "tls"])
def test_a_known_certificate_gets_both(post: Post, tls: Tls, certificate: tuple[Path, Path]) -> None:
    logins = start_with_tls(post, tls, certificate)
    known = ssl.create_default_context(cafile=str(certificate[0]))
    post.box(tls, known, SECRET).send(letter())
    assert len(post.desk.taken) == 1
    assert logins == [SECRET.encode()]


def test_a_wrong_password_is_mended_by_people_so_the_letter_waits(post: Post, certificate: tuple[Path, Path]) -> None:
    start_with_tls(post, "starttls", certificate)
    known = ssl.create_default_context(cafile=str(certificate[0]))
    with pytest.raises(TemporaryPostError, match="refuses us: 535") as caught:
        post.box("starttls", known, "wrong-password").send(letter())
    assert "wrong-password" not in str(caught.value)


def test_without_starttls_nothing_is_sent_in_the_clear(post: Post) -> None:
    with pytest.raises(TemporaryPostError, match="STARTTLS"):
        post.box("starttls", password=SECRET).send(letter())
    assert not post.desk.taken


def start_with_tls(post: Post, tls: Tls, certificate: tuple[Path, Path]) -> list[bytes]:
    """Start the server anew with TLS and a login; return the passwords it will have been given."""
    given_: list[bytes] = []

    def login(
        server: smtp.SMTP, session: Session, envelope: Envelope, mechanism: str, data: LoginPassword
    ) -> AuthResult:
        given_.append(data.password)
        return AuthResult(success=data.password == SECRET.encode(), handled=False)

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*map(str, certificate))
    post.stop()
    post.options = {"authenticator": login, "auth_required": True}
    if tls == "tls":
        post.options |= {"ssl_context": context, "auth_require_tls": False}
    else:
        post.options |= {"tls_context": context, "require_starttls": True}
    post.start()
    return given_


def test_letters_become_files_when_no_server_is_set(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    folder = tmp_path / "var" / "mail"
    box = postbox(MailSettings(SENDER, SENDER), folder)
    for id in (1, 2, 2):
        box.send(letter(id=id))
    assert sorted(path.name for path in folder.iterdir()) == [
        "a1f0c2.1_demo-clinic.example.eml",
        "a1f0c2.2_demo-clinic.example.eml",
    ]
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}
    message = email.message_from_bytes((folder / "a1f0c2.1_demo-clinic.example.eml").read_bytes(), policy=SMTP)
    assert message["To"] == "anna@patient.example"
    (record,) = caplog.records
    assert record.levelno == logging.WARNING
    assert record.getMessage() == f"mail.not_configured set HAIRLINE_SMTP_URL; until then letters are files in {folder}"


def test_a_folder_that_cannot_be_written_is_tried_again(tmp_path: Path) -> None:
    (tmp_path / "mail").write_text("in the way")
    with pytest.raises(TemporaryPostError, match="cannot be written"):
        FolderPostbox(tmp_path / "mail").send(letter())


CLINIC = "hello@demo-clinic.example"


@pytest.mark.parametrize(
    ("url", "server"),
    [
        ("smtp://u:p%40ss@mail.example:2525?tls=starttls", SmtpServer("mail.example", 2525, "starttls", "u", "p@ss")),
        ("smtp://mail.example", SmtpServer("mail.example", 587, "starttls")),
        ("smtp://u:p@mail.example?tls=tls", SmtpServer("mail.example", 465, "tls", "u", "p")),
        ("smtp://u:p@mail.example:465", SmtpServer("mail.example", 465, "tls", "u", "p")),
        ("smtp://relay.example:25?tls=none", SmtpServer("relay.example", 25, "none")),
        ("smtp://u:p@127.0.0.1:1025?tls=none", SmtpServer("127.0.0.1", 1025, "none", "u", "p")),
        ("smtp://localhost:1025", SmtpServer("localhost", 1025, "none")),
    ],
)
def test_servers_are_read(url: str, server: SmtpServer) -> None:
    settings = read_mail_settings({"HAIRLINE_SMTP_URL": url}, CLINIC)
    assert settings == MailSettings(CLINIC, CLINIC, server)
    assert "password" not in repr(settings)


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("smtp://u:hunter2@mail.example?tls=none", "in the clear"),
        ("http://u:hunter2@mail.example", "not the address of a mail server"),
        ("mail.example:587", "not the address of a mail server"),
        ("smtp://u:hunter2@mail.example:99999", "cannot be read"),
        ("smtp://u:hunter2@mail.example:0", "not the address"),
        ("smtp://u:hunter2@[::1", "cannot be read"),
        ("smtp://u:hunter2@mail.example?tls=ssl", "use starttls, tls, none"),
        ("smtp://u:hunter2@mail.example?ssl=1", "'ssl', which is not known"),
        ("smtp://u@mail.example", "not both"),
        ("smtp://u:hunter2é@mail.example", "beyond ASCII"),
        ("smtp://u:hunt#er2@mail.example", "odd characters as %XX"),
    ],
)
def test_a_wrong_server_is_refused_without_telling_the_password(url: str, message: str) -> None:
    with pytest.raises(SettingsError, match=message) as caught:
        read_mail_settings({"HAIRLINE_SMTP_URL": url}, CLINIC)
    assert "HAIRLINE_SMTP_URL" in str(caught.value)
    assert "hunt" not in str(caught.value)


@given(password=st.text(max_size=20))
def test_no_password_breaks_the_reading_of_settings(password: str) -> None:
    try:
        read_mail_settings({"HAIRLINE_SMTP_URL": f"smtp://u:{password}@mail.example"}, CLINIC)
    except SettingsError as error:
        assert "HAIRLINE_SMTP_URL" in str(error)  # noqa: PT017 - read or refused, both are right


def test_senders_and_staff_are_the_clinic_unless_set() -> None:
    assert read_mail_settings({}, CLINIC) == MailSettings(CLINIC, CLINIC, None)
    given_ = {"HAIRLINE_MAIL_FROM": "a@b.example", "HAIRLINE_STAFF_MAIL": "c@d.example"}
    assert read_mail_settings(given_, CLINIC) == MailSettings("a@b.example", "c@d.example", None)
    for name in given_:
        with pytest.raises(SettingsError, match=name):
            read_mail_settings({name: "a@b.example\nBcc: x@y.example"}, CLINIC)
