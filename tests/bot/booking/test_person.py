"""A name, an address or a number is taken only when it is one; otherwise it is said what is wrong with it."""

from __future__ import annotations

import time

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.booking.person import LONGEST_NAME, Email, Phone, Problem, read_contact, read_email, read_name, read_phone

NAMES = """\
my name is Ann Lee = Ann Lee
My name's Ann = Ann
it's Ann = Ann
Ann Lee = Ann Lee
ann = Ann
ANN LEE = Ann Lee
I am Dr. Ann Lee-O'Neil = Dr. Ann Lee-O'Neil
my name's ann o'neil = Ann O'Neil
i'm raj = Raj
im raj = Raj
call me Bob = Bob
Bob, thanks = Bob
hi there, it's Kim = Kim
yes, Ann Lee = Ann Lee
Hi, I'm Sarah Connor and you? = Sarah Connor
this is Tom = Tom
name: Priya Patel = Priya Patel
Priya here = Priya
for my son Tom = Tom
I am booking for my wife Jane = Jane
we are booking this for our mother Ann Lee = Ann Lee
my daughter's name is Emma Stone = Emma Stone
John Smith Jr. = John Smith Jr
J. R. R. Tolkien = J. R. R. Tolkien
Zo\u00eb = Zo\u00eb
maria del carmen = Maria del Carmen
Anna Maria van der Berg = Anna Maria van der Berg
McDonald = McDonald
\u0645\u062d\u0645\u062f \u0639\u0644\u064a = \u0645\u062d\u0645\u062f \u0639\u0644\u064a
\u738b\u5c0f\u660e = \u738b\u5c0f\u660e
\u0418\u0432\u0430\u043d \u041f\u0435\u0442\u0440\u043e\u0432 = \u0418\u0432\u0430\u043d \u041f\u0435\u0442\u0440\u043e\u0432
\u0938\u0940\u0924\u093e \u0936\u0930\u094d\u092e\u093e = \u0938\u0940\u0924\u093e \u0936\u0930\u094d\u092e\u093e
Nguy\u1ec5n V\u0103n A = Nguy\u1ec5n V\u0103n A
Will = Will
Will Smith = Will Smith
May = May
Mark Price = Mark Price
Grace Hope = Grace Hope
He Ming = He Ming
Do Van Minh = Do Van Minh
Jo Ng = Jo Ng
Q = Q"""


@pytest.mark.parametrize("line", NAMES.splitlines())
def test_a_name_is_taken_without_what_is_around_it(line: str) -> None:
    text, name = line.split(" = ")
    assert read_name(text) == name


@pytest.mark.parametrize(
    ("texts", "problem"),
    [
        (
            "how much does it cost|i have diabetes|cancel|cancer|yes|no|ok|hello|hi there|what|is it safe|does it hurt|i'm not sure|no thanks|i'd rather not say|i am bald|i'm in pain|"
            "my wife|stop|help|go back|skip|tomorrow|next friday|why do you need it|dr|asdf|the doctor|Ann Lee?|will it hurt|may i ask something|who are you|a friend|hair loss|name|anonymous|"
            "i am pregnant|wait a second|i want to cancel|tell me more|my hair is falling out|thank you|what is stem cell treatment|never mind|start over",
            Problem.NOT_A_NAME,
        ),
        (
            "ann@x.com|ann@localhost|07700 900123|http://x.com|www.ann.de|ann lee, ann@x.com|+44 7911 123456",
            Problem.NAME_HAS_CONTACT,
        ),
        (
            "<b>Ann</b>|Ann\x00Lee|Ann\x1b[31m|\u202eAnn|ann2|Ann {name}|Ann & Tom|[Ann](http)|&lt;b&gt;",
            Problem.NAME_HAS_SYMBOLS,
        ),
        ("|   |\n", Problem.EMPTY),
        ("A" * 81 + "|" + "Ann " * 30 + "|" + "x" * 100_000, Problem.TOO_LONG),
    ],
)
def test_what_is_no_name_is_refused_and_why(texts: str, problem: Problem) -> None:
    assert {text: found for text in texts.split("|") if (found := read_name(text)) is not problem} == {}


@given(st.text(max_size=200))
def test_no_text_makes_a_dangerous_name(text: str) -> None:
    name = read_name(text)
    if not isinstance(name, Problem):
        assert 0 < len(name) <= LONGEST_NAME
        assert not set(name) & set('<>{}[]@\\|\n\r\t\x00"')
        assert not any(character.isdigit() for character in name)


@given(st.from_regex(r"[A-Z][a-z]{2,9} [BDFGKLMNPRSTVZ][a-z]{3,9}son", fullmatch=True))
def test_a_plain_name_is_taken_as_it_is_and_twice_the_same(name: str) -> None:
    once = read_name(name)
    if not isinstance(once, Problem):
        assert once == name
        assert read_name(f"my name is {name}") == name


@pytest.mark.parametrize(
    ("text", "address", "suggestion"),
    [
        ("ann@gmail.com", "ann@gmail.com", None),
        ("it's ann.lee@gmail.com thanks", "ann.lee@gmail.com", None),
        ("my email is ann@mail.com!", "ann@mail.com", None),
        ("ann at gmail dot com", "ann@gmail.com", None),
        ("ann (at) gmail (dot) com", "ann@gmail.com", None),
        ("ann @ gmail . com", "ann@gmail.com", None),
        ("<ann@x.org>", "ann@x.org", None),
        ("mailto:ann@x.org", "ann@x.org", None),
        ("ANN@GMAIL.COM", "ANN@gmail.com", None),
        ("ann+hair@proton.me", "ann+hair@proton.me", None),
        ("ann@ex\u00e4mple.de", "ann@ex\u00e4mple.de", None),
        ("ann@clinic.co.uk", "ann@clinic.co.uk", None),
        ("ann@gmx.com", "ann@gmx.com", None),
        ("ann@gmial.com", "ann@gmial.com", "ann@gmail.com"),
        ("ann@gmal.com", "ann@gmal.com", "ann@gmail.com"),
        ("ann@hotmial.com", "ann@hotmial.com", "ann@hotmail.com"),
        ("ann@yaho.com", "ann@yaho.com", "ann@yahoo.com"),
        ("ann@gmail.con", "ann@gmail.con", "ann@gmail.com"),
        ("ann@gmail.co", "ann@gmail.co", "ann@gmail.com"),
        ("ann@outlok.com", "ann@outlok.com", "ann@outlook.com"),
    ],
)
def test_an_address_is_found_and_a_slip_in_its_domain_noticed(text: str, address: str, suggestion: str | None) -> None:
    assert read_email(text) == Email(address, suggestion)


@pytest.mark.parametrize("text", ["ann@gmail", "ann@gmail,com", "ann@gmail."])
def test_a_broken_domain_is_only_taken_as_a_suggestion_to_confirm(text: str) -> None:
    found = read_email(text)
    assert isinstance(found, Email)
    assert found.suggestion == "ann@gmail.com"


@pytest.mark.parametrize(
    ("texts", "problem"),
    [
        ("no|i am at home|how much|07911 123456|", Problem.NO_EMAIL),
        ("ann@|@gmail.com|ann@@x.com|ann..lee@gmail.com|a@b.c|ann@localhost|ann@-x.com", Problem.EMAIL_BROKEN),
        ("a@b.com or c@d.com", Problem.EMAIL_SEVERAL),
    ],
)
def test_it_is_said_what_is_wrong_with_an_address(texts: str, problem: Problem) -> None:
    assert {text: found for text in texts.split("|") if (found := read_email(text)) is not problem} == {}


@pytest.mark.parametrize(
    ("text", "region", "e164"),
    [
        ("020 7946 0958", "GB", "+442079460958"),
        ("07911 123456", "GB", "+447911123456"),
        ("+44 7911 123456", "US", "+447911123456"),
        ("+44 (0)7911 123456", "US", "+447911123456"),
        ("0044 7911 123456", "US", "+447911123456"),
        ("my number is (212) 555-0123, thanks", "US", "+12125550123"),
        ("1-212-555-0123", "US", "+12125550123"),
        ("0532 123 45 67", "TR", "+905321234567"),
        ("9876543210", "IN", "+919876543210"),
        ("+\u0669\u0660 \u0665\u0663\u0662 \u0661\u0662\u0663 \u0664\u0665 \u0666\u0667", "US", "+905321234567"),
        ("oh seven nine double one one two three four five six", "GB", "+447911123456"),
    ],
)
def test_a_number_is_found_as_people_write_it(text: str, region: str, e164: str) -> None:
    found = read_phone(text, region)
    assert isinstance(found, Phone)
    assert found.e164 == e164


@pytest.mark.parametrize(
    ("text", "region", "problem"),
    [
        ("no", "US", Problem.NO_PHONE),
        ("call me at 2", "US", Problem.NO_PHONE),
        ("12345", "US", Problem.PHONE_TOO_SHORT),
        ("+44 79", "US", Problem.PHONE_TOO_SHORT),
        ("+1234567890123456789", "US", Problem.PHONE_TOO_LONG),
        ("555 0100", "US", Problem.PHONE_UNKNOWN),
        ("+999 12345678", "US", Problem.PHONE_UNKNOWN),
        ("07911123456", "US", Problem.PHONE_NEEDS_COUNTRY),
        ("07911 123456 or 07911 123457", "GB", Problem.PHONE_SEVERAL),
    ],
)
def test_it_is_said_what_is_wrong_with_a_number(text: str, region: str, problem: Problem) -> None:
    assert read_phone(text, region) is problem


@given(st.sampled_from(sorted(phonenumbers.SUPPORTED_REGIONS)))
def test_an_example_number_of_every_country_is_taken_at_home_and_abroad(region: str) -> None:
    number = phonenumbers.example_number_for_type(region, phonenumbers.PhoneNumberType.MOBILE)
    if number is None:
        return
    e164 = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    national = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.NATIONAL)
    abroad = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
    for found in (read_phone(national, region), read_phone(abroad, "US"), read_phone(f"it is {e164} ok", "GB")):
        assert isinstance(found, Phone)
        assert found.e164 == e164
        again = read_phone(found.shown, region)
        assert isinstance(again, Phone)
        assert again.e164 == e164


def test_either_will_do_as_a_contact() -> None:
    assert read_contact("ann@gmail.com", "US") == Email("ann@gmail.com")
    assert read_contact("ann@gmail.com or 212 555 0123", "US") == Email("ann@gmail.com")
    assert read_contact("(212) 555-0123", "US") == Phone("+12125550123", "(212) 555-0123")
    assert read_contact("neither", "US") is Problem.NO_CONTACT
    assert read_contact("ann@", "US") is Problem.EMAIL_BROKEN
    assert read_contact("12345", "US") is Problem.PHONE_TOO_SHORT


@given(st.text(max_size=500), st.sampled_from(("US", "GB", "TR", "IN", "AE")))
def test_no_text_breaks_it(text: str, region: str) -> None:
    read_contact(text, region)
    read_email(text)
    found = read_phone(text, region)
    if isinstance(found, Phone):
        assert phonenumbers.is_valid_number(phonenumbers.parse(found.e164))


def test_huge_texts_are_read_at_once() -> None:
    start = time.perf_counter()
    for text in (
        "a@" * 200_000,
        "1 " * 200_000,
        "one " * 200_000,
        "my name is " * 50_000,
        "@." * 100_000,
        " at " * 100_000,
    ):
        read_contact(text, "US")
        read_name(text)
    assert time.perf_counter() - start < 2
