"""Letters about a consultation: short, kind, on the patient's clock, and nothing about health in what patients get."""

from __future__ import annotations

import datetime as dt
import email
import re
from dataclasses import replace
from email.message import EmailMessage
from email.policy import SMTP
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from actions.consultations.letter_texts import TO_STAFF
from actions.consultations.letters import WITH_FILE, LetterError, Letters
from actions.consultations.model import NoticeKind, Person
from actions.consultations.records import Due
from bot.booking.person import Email, read_email
from bot.channels.messengers.known import REMINDS
from bot.settings import ROOT
from index.checks import BANNED, GRADE, grade
from tests.actions.consultations.letter_samples import ANNA, NOW, clinic, due

FILE = ROOT / "data" / "content" / "letters.yml"
LETTERS = Letters.load(FILE, clinic(), "bookings@demo-clinic.example", "desk@demo-clinic.example")
URL = "https://demo-clinic.example/c/eyJhIjoi.token"
TO_PATIENTS = sorted(set(NoticeKind) - TO_STAFF)


def written(row: Due, url: str | None = URL) -> EmailMessage:
    """The letter as it arrives."""
    message = LETTERS.write(row, NOW, url)
    assert message is not None
    return arrived(message)


def arrived(message: EmailMessage) -> EmailMessage:
    """A letter after its way through the mail system."""
    return cast(EmailMessage, email.message_from_bytes(message.as_bytes(policy=SMTP), policy=SMTP))


def body(message: EmailMessage) -> str:
    """The text that is read."""
    part = message.get_body(("plain",))
    assert part is not None
    return str(part.get_content()).replace("\r\n", "\n")


@pytest.mark.parametrize("kind", NoticeKind)
def test_letters_read_easily_and_sell_nothing(kind: NoticeKind) -> None:
    text = body(written(due(kind)))
    sentences = [line for line in text.split("\n") if not re.match(r"[A-Z][a-z ]+: ", line)]  # and no lists for staff
    assert grade("\n".join(sentences).replace(URL, "the link")) <= GRADE
    assert len(text.split()) <= 110
    assert not set(BANNED) & set(text.lower().replace(".", " ").split()) - {"soon"}  # "starts soon" is a time


@pytest.mark.parametrize("kind", TO_PATIENTS)
def test_nothing_about_health_goes_to_a_patient(kind: NoticeKind) -> None:
    message = written(due(kind))
    said = set(re.findall(r"[a-z]+", (message["Subject"] + body(message)).lower()))
    assert not said & set("warfarin safe hair hairline loss stem cell cells treatment scalp transplant".split())


def test_staff_read_the_questions_and_how_to_reach_the_patient() -> None:
    said = body(written(due(NoticeKind.STAFF_BOOKED)))
    for part in ("- Is it safe with my warfarin?", "Anna Berg", "anna@patient.example, +4930123456", "Europe/Berlin"):
        assert part in said
    assert "Tuesday 1 December, 10:00 am" in said  # on the clinic's clock
    assert "questions" not in body(written(replace(due(NoticeKind.STAFF_BOOKED), questions=())))


def test_staff_are_told_of_a_patient_who_was_forgotten() -> None:
    row = due(NoticeKind.STAFF_CANCELLED, person=Person("", "UTC"))
    assert "Name: (deleted, as they asked)\nContact: (deleted, as they asked)\n" in body(written(row))


@pytest.mark.parametrize("channel", REMINDS)
def test_a_reminder_in_the_chat_is_short_and_says_nothing_that_others_must_not_read(channel: str) -> None:
    odd = replace(ANNA, name="Win money at evil.example", remind_on=channel)
    told = LETTERS.reminder(due(NoticeKind.DAY_BEFORE, person=odd), channel, URL)
    said = set(re.findall(r"[a-z]+", told.text.lower()))
    assert not said & set("warfarin safe hairline loss stem cell cells treatment scalp transplant anna evil".split())
    assert not set(BANNED) & said
    assert grade(told.text.replace(URL, "the link")) <= GRADE
    assert len(told.text.split()) <= 60
    for part in (told.clinic, told.when, told.reference, told.url):
        assert part in told.text
    assert (told.reference, told.url) == ("K7M-2QF", URL)
    assert told.when.startswith("Tuesday 1 December, 4:00 pm in your time (Berlin)")


@pytest.mark.parametrize("channel", REMINDS)
def test_a_text_message_ends_with_how_to_end_them_and_no_other_does(channel: str) -> None:
    text = LETTERS.reminder(due(NoticeKind.DAY_BEFORE), channel, URL).text
    assert text.endswith("Text STOP to end messages.") == (channel == "sms")


@pytest.mark.parametrize("kind", TO_PATIENTS)
def test_the_patients_time_comes_first(kind: NoticeKind) -> None:
    said = body(written(due(kind)))
    assert "Tuesday 1 December, 4:00 pm in your time (Berlin), 10:00 am at the clinic (New York)" in said
    near = body(written(due(kind, person=replace(ANNA, zone="America/New_York"))))
    assert "Tuesday 1 December, 10:00 am (New York)" in near
    assert "your time" not in near


def test_a_move_names_both_times() -> None:
    said = body(written(due(NoticeKind.MOVED)))
    assert said.index("Tuesday 1 December, 4:00 pm") < said.index("Monday 30 November, 4:00 pm")


def test_the_letter_holds_the_link_or_the_phone() -> None:
    assert URL in body(written(due()))
    without = body(written(due(), url=None))
    assert "http" not in without
    assert "To move or cancel it, call us at +1 555 0100" in without


def test_headers() -> None:
    message = written(due())
    assert message["From"] == '"Demo Clinic (not a real clinic)" <bookings@demo-clinic.example>'
    assert message["Reply-To"] == '"Demo Clinic (not a real clinic)" <hello@demo-clinic.example>'
    assert message["To"] == "anna@patient.example"
    assert message["Subject"] == "Your consultation is booked (K7M-2QF)"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Date"].datetime == NOW
    assert written(due(NoticeKind.STAFF_BOOKED))["To"] == "desk@demo-clinic.example"


def test_a_letter_sent_again_is_known_by_its_id() -> None:
    first, again = (LETTERS.write(due(), at, None) for at in (NOW, NOW + dt.timedelta(hours=5)))
    assert first is not None
    assert again is not None
    assert first["Message-ID"] == again["Message-ID"] == "<a1f0c2.7@demo-clinic.example>"
    assert written(due(id=8))["Message-ID"] != first["Message-ID"]


@pytest.mark.parametrize("kind", NoticeKind)
def test_changes_come_with_a_calendar_file(kind: NoticeKind) -> None:
    files = list(written(due(kind, sequence=2)).iter_attachments())
    if kind not in WITH_FILE:
        assert not files
        return
    (file,) = files
    assert file.get_content_type() == "text/calendar"
    assert file.get_param("method") == WITH_FILE[kind]
    assert file.get_param("charset") == "utf-8"
    payload = file.get_payload(decode=True)
    assert isinstance(payload, bytes)
    calendar = Calendar.from_ical(payload)
    assert calendar["method"] == WITH_FILE[kind]
    assert calendar.walk("VEVENT")[0]["sequence"] == 2


def test_nobody_is_written_to_without_an_address() -> None:
    by_phone = Person("Anna", "Europe/Berlin", phone="+4930123456")
    assert LETTERS.write(due(person=by_phone), NOW) is None
    assert LETTERS.write(due(NoticeKind.STAFF_BOOKED, person=by_phone), NOW) is not None


HEADERS = "From To Subject Date Message-ID Auto-Submitted Reply-To Content-Type Content-Transfer-Encoding MIME-Version".split()
ODD = [
    "Eve\r\nBcc: all@evil.example",
    "Eve\n\nHello",
    "\x00",
    "{clinic} {0} %s",
    "=?utf-8?q?x?=",
    "\u2029To: x",
    "\x85B: c",
]


@given(
    kind=st.sampled_from(list(NoticeKind)),
    name=st.text(max_size=200) | st.sampled_from(ODD),
    question=st.text(max_size=2000) | st.sampled_from(ODD),
)
def test_what_patients_type_adds_no_header_and_no_receiver(kind: NoticeKind, name: str, question: str) -> None:
    row = replace(due(kind, person=replace(ANNA, name=name), reference="K7M-2QF"), questions=(question,))
    message = written(row)
    assert set(message.keys()) <= set(HEADERS)
    assert [a.addr_spec for a in message["To"].addresses] in (["anna@patient.example"], ["desk@demo-clinic.example"])
    assert all(len(line) <= 998 for line in message.as_bytes(policy=SMTP).split(b"\r\n"))
    plain = body(written(replace(row, appointment=due(kind).appointment, questions=("Why?",))))
    assert body(message).count("\n") == plain.count("\n")


@given(address=st.text(max_size=60) | st.text('a@b.,;:<>"()\\ \r\n', max_size=20))
def test_an_address_reaches_one_receiver_or_none(address: str) -> None:
    try:
        message = LETTERS.write(due(person=replace(ANNA, email=address)), NOW)
    except LetterError as error:
        assert "@" not in str(error)  # noqa: PT017 - one receiver or an error, both are right
        return
    assert message is not None
    assert len(message["To"].addresses) == 1
    assert len(message["To"].splitlines()) == 1


@pytest.mark.parametrize(
    "address", ["a@b.example, c@d.example", "", "anna", "a@b.example\r\nBcc: c@d.example", "a b@c", "þóra@b.example"]
)
def test_an_address_that_is_none_is_refused(address: str) -> None:
    with pytest.raises(LetterError):
        LETTERS.write(due(person=replace(ANNA, email=address)), NOW)


@pytest.mark.parametrize(
    ("address", "sent_to"),
    [
        ("anna@bücher.example", "anna@xn--bcher-kva.example"),
        ("anna@straße.example", "anna@xn--strae-oqa.example"),  # "strasse.example" is somebody else's
    ],
)
def test_an_international_domain_is_sent_in_ascii(address: str, sent_to: str) -> None:
    assert written(due(person=replace(ANNA, email=address)))["To"] == sent_to


LOCAL_PARTS = st.text(
    st.characters(whitelist_categories=("L", "N"), whitelist_characters=".+-_'ß"), min_size=1, max_size=20
)


@given(name=LOCAL_PARTS, domain=LOCAL_PARTS)
def test_whoever_gave_an_address_that_was_taken_can_be_written_to(name: str, domain: str) -> None:
    taken = read_email(f"{name}@{domain}.example.org")
    if isinstance(taken, Email):
        assert written(due(person=replace(ANNA, email=taken.address)))["To"].isascii()


@pytest.mark.parametrize(
    "name", ["Win money at evil.example", "http://evil.example", "mail x@evil.example", "www evil"]
)
def test_nobody_can_make_the_clinic_send_their_links(name: str) -> None:
    said = body(written(due(person=replace(ANNA, name=name))))
    assert "evil" not in said
    assert said.startswith("Hello,\n")


@pytest.mark.parametrize("name", ["Anna Berg", "J. R. O'Neil-Smith", "Þóra Ægisdóttir", "李小龍"])
def test_patients_are_greeted_by_name(name: str) -> None:
    assert body(written(due(person=replace(ANNA, name=name)))).startswith(f"Hello {name},\n")


def test_a_zone_nobody_knows_shows_the_clinics_clock() -> None:
    said = body(written(due(person=replace(ANNA, zone="Mars/Olympus"))))
    assert "Tuesday 1 December, 10:00 am (New York)" in said


def test_staff_read_all_times_on_the_clinics_clock() -> None:
    said = body(written(due(NoticeKind.STAFF_MOVED)))
    assert "Tuesday 1 December, 10:00 am (New York)" in said
    assert "Monday 30 November, 10:00 am (New York)" in said  # where it was
