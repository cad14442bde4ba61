"""Letters and passwords go only to a mail server that proves who it is."""

from __future__ import annotations

import datetime as dt
import ipaddress
import ssl
from collections.abc import Iterator
from pathlib import Path

import pytest
from aiosmtpd import smtp
from aiosmtpd.smtp import AuthResult, Envelope, LoginPassword, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from actions.consultations.mail_settings import Tls
from actions.consultations.post import TemporaryPostError
from tests.services.mail_server import Post, letter, mail_server

SECRET = "pa%ss:w@rd/?#"


@pytest.fixture
def post() -> Iterator[Post]:
    with mail_server() as started:
        yield started


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
