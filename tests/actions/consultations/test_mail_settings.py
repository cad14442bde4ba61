"""How mail is sent is read from the environment; what is wrong there is told without the password."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.consultations.mail_settings import MailSettings, SmtpServer, read_mail_settings
from index.errors import SettingsError

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


def test_an_international_domain_is_used_in_ascii() -> None:
    given_ = {"HAIRLINE_MAIL_FROM": "termine@klinik-straße.example", "HAIRLINE_STAFF_MAIL": "büro@klinik.example"}
    with pytest.raises(SettingsError, match="HAIRLINE_STAFF_MAIL"):
        read_mail_settings(given_, CLINIC)
    del given_["HAIRLINE_STAFF_MAIL"]
    assert read_mail_settings(given_, CLINIC).sender == "termine@xn--klinik-strae-v9a.example"
