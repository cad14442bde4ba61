"""SMS and WhatsApp by Twilio: who may speak, what is read, what is said within limits, and what becomes of it."""

from __future__ import annotations

import asyncio
import base64
import json
import random
import string
from collections.abc import Callable, Mapping
from dataclasses import asdict, replace
from functools import partial
from pathlib import Path
from typing import Any, cast
from urllib.parse import parse_qsl, urlencode

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.channels import twilio_reading
from bot.channels.messengers.answering import made
from bot.channels.messengers.model import (
    Again,
    Answered,
    Asked,
    Call,
    Choice,
    Done,
    Event,
    Finding,
    Never,
    Number,
    Outcome,
    RefusedError,
    Reminder,
    Said,
    To,
)
from bot.channels.twilio import SETTINGS, Twilio, sms_from_environment, whatsapp_from_environment
from bot.channels.twilio_saying import septets, units
from index.errors import SettingsError
from tests.services.messengers.standin import Request, Response, Shown, Webhook
from tests.services.messengers.twilio import (
    ACCOUNT,
    SERVICE,
    SMS_NUMBER,
    TEMPLATE,
    TOKEN,
    WHATSAPP_NUMBER,
    TwilioSms,
    TwilioStandIn,
    TwilioWhatsapp,
    error,
    segments,
)

EVENTS = Path(__file__).parent / "events" / "twilio"
NOW = 1_767_225_600.0
PUBLIC = "https://clinic.example"
KIM, NAMED = "+15550102030", "US.13491208655302741918"
KINDS: tuple[type[TwilioStandIn], ...] = (TwilioSms, TwilioWhatsapp)
ENVIRONMENT = {
    "HAIRLINE_TWILIO_ACCOUNT": ACCOUNT,
    "HAIRLINE_TWILIO_TOKEN": TOKEN,
    "HAIRLINE_TWILIO_SMS_FROM": SMS_NUMBER,
    "HAIRLINE_TWILIO_WHATSAPP_FROM": WHATSAPP_NUMBER,
    "HAIRLINE_TWILIO_REMINDER_TEMPLATE": TEMPLATE,
}
HANDLED = {"about": {"handled": "1"}}
STRANGERS = """sms_to_another_number sms_of_another_account sms_to_whatsapp sms_rcs
whatsapp_to_another_number whatsapp_of_another_account whatsapp_to_sms""".split()
NOTHING = """sms_empty sms_of_a_short_code sms_of_a_name sms_of_ourselves sms_without_sid sms_status_delivered
sms_status_failed whatsapp_sticker whatsapp_sticker_without_kind whatsapp_reaction whatsapp_edit whatsapp_revoke
whatsapp_order whatsapp_unsupported whatsapp_kind_of_tomorrow whatsapp_status_read whatsapp_status_failed
whatsapp_of_ourselves""".split()
EXPECTED: dict[str, dict[str, Any] | None] = {
    "sms_text": {"text": "How long does it take?"},
    "sms_text_odd": {"text": " a+b=c&d 100% “ok” 🦱\n"},
    "sms_text_by_service": {"text": "Hello"},
    "sms_by_fallback": {"text": "Hello again"},
    "sms_stop": {"text": "STOP", "keyword": "stop"},
    "sms_start": {"text": "START", "keyword": "start"},
    "sms_unstop": {"text": "UNSTOP", "keyword": "start"},
    "sms_help": {"text": "HELP", "keyword": "help"},
    "sms_info": {"text": "INFO", "keyword": "help"},
    "sms_optout": {"text": "OPTOUT", "keyword": "stop"},
    "sms_revoke": {"text": "REVOKE", "keyword": "stop"},
    "sms_stop_all": {"text": "Stop all.", "keyword": "stop"},
    "sms_opt_out": {"text": "opt-out", "keyword": "stop"},
    "sms_cancel_small": {"text": " cancel ", "keyword": "stop"},
    "sms_stop_and_words": {"text": "Stop please"},
    "sms_help_exclaimed": {"text": "Help!"},
    "sms_yes": {"text": "YES"},
    "sms_advanced_stop": {"text": "ARRET", "keyword": "stop", **HANDLED},
    "sms_advanced_start": {"text": "YES", "keyword": "start", **HANDLED},
    "sms_advanced_help": {"text": "HELP", "keyword": "help", **HANDLED},
    "sms_opt_out_type_unknown": {"text": "Hello"},
    "sms_photo": {"media": "photo"},
    "sms_photo_with_caption": {"media": "photo", "text": "Is this normal?"},
    "sms_photos": {"media": "photo"},
    "sms_photo_and_stop": {"media": "photo", "text": "STOP", "keyword": "stop"},
    "sms_voice": {"media": "voice"},
    "sms_video": {"media": "video"},
    "sms_contact": {"media": "contact"},
    "sms_file": {"media": "file"},
    "sms_media_of_no_kind": {"media": "file"},
    "whatsapp_text": {"text": "How long does it take?"},
    "whatsapp_text_that_replies": {"text": "And the price?"},
    "whatsapp_text_forwarded": {"text": "Is this true?"},
    "whatsapp_text_from_an_ad": {"text": "Can I get more info?"},
    "whatsapp_text_of_a_username": {"text": "Do you treat beards?", "person": NAMED},
    "whatsapp_text_with_user_id": {"text": "Hello"},
    "whatsapp_stop": {"text": "STOP"},
    "whatsapp_advanced_stop": {"text": "STOP", "keyword": "stop", **HANDLED},
    "whatsapp_button": {"choice": "c-0123456789abcd", "text": "Book it"},
    "whatsapp_button_of_another_app": {"text": "Change"},
    "whatsapp_button_without_payload": {"text": "Yes, I come"},
    "whatsapp_list_reply": {"choice": "c-00", "text": "Costs"},
    "whatsapp_photo": {"media": "photo"},
    "whatsapp_photo_with_caption": {"media": "photo", "text": "Is this normal?"},
    "whatsapp_voice": {"media": "voice"},
    "whatsapp_video": {"media": "video"},
    "whatsapp_document": {"media": "file"},
    "whatsapp_document_with_caption": {"media": "file", "text": "My blood test"},
    "whatsapp_contact": {"media": "contact"},
    "whatsapp_location": {"media": "location"},
    **dict.fromkeys(NOTHING),
}


def sms(**changed: str) -> Twilio:
    made = sms_from_environment({**ENVIRONMENT, **changed}, "secret", PUBLIC)
    assert made is not None
    return made


def whatsapp(**changed: str) -> Twilio:
    made = whatsapp_from_environment({**ENVIRONMENT, **changed}, "secret", PUBLIC)
    assert made is not None
    return made


def by_service() -> Twilio:
    return sms(HAIRLINE_TWILIO_SMS_FROM=SERVICE)


def channel(kind: type[TwilioStandIn]) -> Twilio:
    return sms() if kind is TwilioSms else whatsapp()


def fixture(name: str) -> dict[str, str]:
    found: dict[str, str] = json.loads((EVENTS / f"{name}.json").read_text(encoding="utf-8"))
    return found


def kind_of(name: str) -> type[TwilioStandIn]:
    return TwilioSms if name.startswith("sms") else TwilioWhatsapp


def signed(name: str, **changed: str) -> Asked:
    return asked(kind_of(name)().event({**fixture(name), **changed}))


def asked(webhook: Webhook) -> Asked:
    return Asked(webhook.method, PUBLIC + webhook.path, webhook.headers, {}, webhook.body)


def events(name: str, **changed: str) -> tuple[Event, ...]:
    return channel(kind_of(name)).receive(signed(name, **changed), NOW).events


def refusal(provider: Twilio, request: Asked) -> tuple[str, int]:
    with pytest.raises(RefusedError) as refused:
        provider.receive(request, NOW)
    return refused.value.reason, refused.value.status


# What people do


def test_every_fixture_is_expected() -> None:
    assert {file.stem for file in EVENTS.glob("*.json")} == {*EXPECTED, *STRANGERS}


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_what_twilio_tells_is_read(name: str) -> None:
    expected, found = EXPECTED[name], events(name)
    known = [] if expected is None else [Event(**{"id": fixture(name)["MessageSid"], "person": KIM, **expected})]
    assert list(found) == known
    assert events(name) == found  # when it is told again


@pytest.mark.parametrize("name", STRANGERS)
def test_what_is_for_others_is_refused(name: str) -> None:
    assert refusal(channel(kind_of(name)), signed(name)) == ("stranger", 403)


def test_a_messaging_service_takes_what_came_by_it_and_no_other() -> None:
    told = "sms_text_by_service"
    assert by_service().receive(signed(told), NOW).events
    assert by_service().receive(signed(told, To="+15557778888"), NOW).events  # any number of its pool
    assert refusal(by_service(), signed("sms_text"))[0] == "stranger"
    assert refusal(by_service(), signed(told, MessagingServiceSid="MG" + "00" * 16))[0] == "stranger"
    assert refusal(by_service(), signed(told, To="whatsapp:+15557778888"))[0] == "stranger"


def test_twilio_is_answered_with_nothing_to_say() -> None:
    answered = sms().receive(signed("sms_text"), NOW).answered
    assert answered == Answered(200, b"<Response/>", "text/xml; charset=utf-8")
    assert whatsapp().receive(signed("whatsapp_status_read"), NOW).answered == answered


@pytest.mark.parametrize("word", "STOP stop StopAll unsubscribe CANCEL end Quit revoke OptOut".split())
@pytest.mark.parametrize("written", ["{}", " {}\n", "{}.", '"{}"', "{}!"])
def test_words_that_end_messages_are_understood_by_sms_alone(word: str, written: str) -> None:
    assert [event.keyword for event in events("sms_text", Body=written.format(word))] == ["stop"]
    assert [event.keyword for event in events("whatsapp_text", Body=written.format(word))] == [None]


@pytest.mark.parametrize(
    "text", ["stop it", "cancel my appointment", "the end", "help me", "start over", "yes", "stop?", "info please", "…"]
)
def test_words_among_others_mean_what_they_say(text: str) -> None:
    assert [event.keyword for event in events("sms_text", Body=text)] == [None]


@pytest.mark.parametrize("number", ["", "1", "15550102030", "+0555010203", "+1555", "+" + "1" * 16, "+٣٣٣٣٣٣٣", NAMED])
def test_who_cannot_be_answered_is_nobody(number: str) -> None:
    assert events("sms_text", From=number) == ()
    assert events("sms_text", From=f"whatsapp:{KIM}") == ()
    assert events("whatsapp_text", From=number) == ()


@pytest.mark.parametrize("id", ["", "SM1", "SM" + "Z" * 32, "SM" + "0" * 33, "../" + "0" * 31])
def test_a_message_without_a_name_that_can_be_kept_is_no_event(id: str) -> None:
    assert events("sms_text", MessageSid=id) == ()


# Whose requests they are


def test_signatures_are_those_of_twilios_documentation() -> None:
    """https://www.twilio.com/docs/usage/security (its example) and the tests of Twilio's own library for Python."""
    url = "https://mycompany.com/myapp.php?foo=1&bar=2"
    told = {"CallSid": "CA1234567890ABCDE", "Digits": "1234", "To": "+18005551212"}
    for caller, expected in (
        ("+14158675310", "GvWf1cFY/Q7PnoempGyD5oXAezc="),
        ("+14158675309", "RSOYDt4T1cUTdK1PDd93/VVr8B8="),
    ):
        pairs = {**told, "Caller": caller, "From": caller}.items()
        assert twilio_reading.signature("12345", url, pairs) == expected
    twice = [("Sid", "CA123"), ("SidAccount", "AC123"), ("Digits", "5678"), ("Digits", "1234")]
    assert twilio_reading.signature("12345", url, twice) == "IK+Dwps556ElfBT0I3Rgjkr1wJU="


def test_of_a_parameter_that_comes_twice_the_first_counts() -> None:
    pairs = [*fixture("sms_text").items(), ("Body", "Second"), ("Empty", "")]
    (event,) = sms().receive(asked(TwilioSms().event(pairs)), NOW).events
    assert event.text == "How long does it take?"


def test_the_address_that_was_given_to_twilio_is_verified_and_not_the_one_that_came() -> None:
    good = signed("sms_text")
    for url in ("http://127.0.0.1:5005/messengers/sms", "https://evil.example/x", "", "//[", "https://h:99999/"):
        assert sms().receive(replace(good, url=url), NOW).events
    with_query = asked(TwilioSms().event(fixture("sms_text"), query="?a=1&b=%2B"))
    assert sms().receive(replace(with_query, url="http://10.0.0.1/messengers/sms?a=1&b=%2B"), NOW).events
    assert refusal(sms(), replace(with_query, url=f"{PUBLIC}/messengers/sms"))[0] == "altered"
    assert refusal(sms(), replace(with_query, url=f"{PUBLIC}/messengers/sms?b=%2B&a=1"))[0] == "altered"
    other = sms_from_environment(ENVIRONMENT, "secret", "https://other.example")
    assert other is not None
    assert refusal(other, good)[0] == "altered"


@pytest.mark.parametrize(
    ("public", "signs"),
    [
        ("https://clinic.example", "https://clinic.example:443"),
        ("https://clinic.example:8443", "https://clinic.example"),
        ("https://clinic.example:8443", "https://clinic.example:8443"),
        ("http://clinic.example", "http://clinic.example:80"),
        ("https://[2001:db8::1]:8443", "https://[2001:db8::1]"),
    ],
)
def test_a_port_may_be_signed_or_not(public: str, signs: str) -> None:
    provider = sms_from_environment(ENVIRONMENT, "secret", public)
    stand_in = TwilioSms()
    stand_in.public = signs
    assert provider is not None
    assert provider.receive(asked(stand_in.event(fixture("sms_text"))), NOW).events


def test_what_twilio_did_not_sign_is_refused() -> None:
    good, stand_in = signed("sms_text"), TwilioSms()
    assert refusal(sms(), replace(good, headers={})) == ("unsigned", 403)
    assert refusal(sms(), replace(good, method="GET", body=b"")) == ("method", 405)
    assert refusal(sms(), asked(stand_in.event(fixture("sms_text"), token="b" * 32)))[0] == "altered"
    for body in (b"", b"\xff", b"null", b"a=1;b=2", b"a&b=1", b"&".join([b"a=1"] * 501), b"%FF=%00"):
        assert refusal(sms(), replace(good, body=body))[0] == "altered"
    assert refusal(whatsapp(), good)[0] == "altered"  # it was signed for another address


def test_500_altered_requests_are_refused_and_the_whole_one_is_taken() -> None:
    rng = random.Random(500)
    names = [name for name, expected in EXPECTED.items() if expected is not None]
    refused = 0
    while refused < 500:
        name = rng.choice(names)
        good, provider = signed(name), channel(kind_of(name))
        assert len(provider.receive(good, NOW).events) == 1
        bad = rng.choice(ALTERATIONS)(good, rng)
        if (_meaning(bad), bad.headers) == (_meaning(good), good.headers):
            continue  # such as %2b for %2B
        assert refusal(provider, bad)[0] in ("unsigned", "altered", "method")
        refused += 1


def _meaning(asked: Asked) -> tuple[str, str, Any]:
    body = asked.body.decode("latin-1")
    return asked.method, asked.url.partition("?")[2], parse_qsl(body, keep_blank_values=True) if "&" in body else body


def _one(body: bytes, at: int, with_: bytes) -> bytes:
    return body[:at] + with_ + body[at + 1 :]


def _with(asked: Asked, change: Callable[[str], str]) -> Asked:
    header = "x-twilio-signature"
    return replace(asked, headers={**asked.headers, header: change(asked.headers[header])})


def _value(asked: Asked, rng: random.Random) -> Asked:
    pairs = parse_qsl(asked.body.decode(), keep_blank_values=True)
    at = rng.randrange(len(pairs))
    pairs[at] = (pairs[at][0], pairs[at][1] + rng.choice(string.printable))
    return replace(asked, body=urlencode(pairs).encode())


ALTERATIONS: list[Callable[[Asked, random.Random], Asked]] = [
    _value,
    lambda asked, rng: replace(
        asked, body=_one(asked.body, rng.randrange(len(asked.body)), bytes([rng.randrange(128)]))
    ),
    lambda asked, rng: replace(asked, body=_one(asked.body, rng.randrange(len(asked.body)), b"")),
    lambda asked, rng: replace(asked, body=asked.body + rng.choice([b"&a=", b"&Body=Yes", b" ", b"&", b"\0", b"="])),
    lambda asked, _: replace(asked, body=urlencode(parse_qsl(asked.body.decode())[1:]).encode()),
    lambda asked, _: replace(asked, body=json.dumps(dict(parse_qsl(asked.body.decode()))).encode()),
    lambda asked, rng: replace(asked, url=asked.url + rng.choice(["?a=1", "?MessageSid=SM1", "?=", "?bodySHA256=0"])),
    lambda asked, _: replace(asked, method="PUT"),
    lambda asked, _: replace(asked, headers={"x-twilio-signature2": asked.headers["x-twilio-signature"]}),
    lambda asked, _: _with(asked, lambda _: ""),
    lambda asked, _: _with(asked, str.lower),
    lambda asked, rng: _with(asked, lambda given: given[: rng.randrange(len(given))]),
    lambda asked, _: _with(asked, lambda given: given.rstrip("=")),
    lambda asked, _: _with(asked, lambda given: base64.b64decode(given).hex()),
    lambda asked, rng: _with(asked, lambda _: base64.b64encode(rng.randbytes(20)).decode()),
    lambda asked, rng: _with(asked, lambda given: given + rng.choice(" \n=é\udcff")),
    lambda asked, _: _with(asked, lambda _: TOKEN),
]


def test_1000_odd_but_signed_bodies_raise_nothing_else_and_bring_nothing_for_others() -> None:
    rng = random.Random(1000)
    names = [*EXPECTED, *STRANGERS]
    found = 0
    for number in range(1000):
        name, ours = rng.choice(names), number % 2 == 0
        pairs = list(fixture(name).items())
        if not ours:
            other = {"AccountSid": "AC" + "1" * 32, "To": rng.choice(["", "+15550003333", "whatsapp:", "x" * 500])}
            change = rng.choice(list(other))
            pairs = [(key, other[key] if key == change else value) for key, value in pairs]
        for _ in range(rng.randrange(5)):
            pairs = _odd(pairs, rng, {"AccountSid", "To"} if not ours else set())
        try:
            received = channel(kind_of(name)).receive(asked(kind_of(name)().event(pairs)), NOW)
        except RefusedError:
            continue
        assert ours or not received.events
        found += len(received.events)
        for event in received.events:
            assert twilio_reading.NUMBER.fullmatch(event.person) or event.person.startswith("US.")
            assert len(event.choice) <= 20
            assert event.at is None
            json.dumps(asdict(event)).encode("ascii")
    assert found > 150


def _odd(pairs: list[tuple[str, str]], rng: random.Random, kept: set[str]) -> list[tuple[str, str]]:
    at = rng.randrange(len(pairs))
    if pairs[at][0] in kept:
        return pairs
    odd = rng.choice(["", " ", "\0", "9" * 400, "-1", "1e999", "٣", "SM", "+", "whatsapp:", "🦱", "\x85", "<Response>"])
    names = ["Latitude", "NumMedia", "MediaContentType0", "ButtonPayload", "ListId", "OptOutType", "MessageType", "é"]
    return rng.choice(
        [
            [*pairs[:at], *pairs[at + 1 :]],
            [*pairs[:at], (pairs[at][0], odd), *pairs[at + 1 :]],
            [*pairs, (rng.choice(names), odd)],
            [*pairs, pairs[at]],
        ]
    )


# What is said


def sent(call: Call) -> Request:
    assert call.form is not None
    assert TOKEN not in json.dumps([call.path, dict(call.form)])
    known = base64.b64encode(f"{ACCOUNT}:{TOKEN}".encode()).decode()
    headers = {"authorization": f"Basic {known}", "content-type": "application/x-www-form-urlencoded"}
    return Request(call.method, call.path, headers, urlencode(dict(call.form)).encode())


def taken(kind: type[TwilioStandIn], calls: list[Call] | None) -> list[Shown]:
    """What people see of calls, once the stand-in has taken them without a problem."""
    stand_in = kind()
    assert calls is not None
    for call in calls:
        response = stand_in.take(sent(call))
        assert (response.status, stand_in.problems) == (201, [])
    return stand_in.shown


def shown(kind: type[TwilioStandIn], said: Said, person: str = KIM) -> list[Shown]:
    return taken(kind, channel(kind).calls(said, To(person)))


def letters(text: str) -> str:
    return "".join(text.split())


_PIECES = st.sampled_from(
    ["word", "a", " ", " ", "\n", "\n\n", "*", "_", "~", "`", "```", "> ", ">", "- ", "* ", "1. ", "*bold*", "_it_",
     "snake_case", "2*3*4", "~no~", "🦱", "é", "ليس", "x" * 300, "https://clinic.example/_a_/b*c*?d=_e ", ". ", "<b>",
     "&", "€", "[x]", "“so”", "{" * 153]
)  # fmt: skip
_GSM = st.text("abc \n.€^{}[]~|\\@£é", max_size=4000)
_LETTERS = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=200)
_TEXTS = st.one_of(
    _LETTERS, _GSM, st.lists(_PIECES, max_size=60).map("".join), st.lists(_PIECES, max_size=1500).map("".join)
)
_TITLES = st.text(st.characters(categories=("L", "N", "P", "S")), min_size=1, max_size=120)
_CHOICES = st.lists(st.one_of(_TITLES, st.just("Book\n a consultation")), max_size=14).map(
    lambda titles: tuple(Choice(f"c-{number}", title) for number, title in enumerate(titles))
)
_HEADINGS = st.one_of(st.just(""), st.just("Get help now"), st.text("ab *_~`>-\n🦱", max_size=100))


@settings(max_examples=400, deadline=None)
@given(_TEXTS, _CHOICES, _HEADINGS, st.booleans(), st.sampled_from(KINDS))
def test_whatever_is_said_arrives_whole_as_typed_and_within_limits(
    text: str, choices: tuple[Choice, ...], heading: str, urgent: bool, kind: type[TwilioStandIn]
) -> None:
    numbers = (Number("Emergency", "112"), Number("Clinic, urgent", "+15550100")) if urgent else ()
    messages = shown(kind, Said(text, choices, heading, numbers))
    lines = [f"{number}. {choice.title}" for number, choice in enumerate(choices, 1)]
    first = heading.upper() if kind is TwilioSms else heading
    expected = "".join([first, text, *(f"{one.label}: {one.dial}" for one in numbers), *lines])
    # What only looks like a sign of WhatsApp's is read as the sign, in what was typed as in what arrives.
    # By SMS typographic signs are plain ones.
    same = _SEEN if kind is TwilioWhatsapp else _PLAIN
    assert letters("".join(one.text for one in messages)) == letters(expected.translate(same))
    assert all(one.text.strip() for one in messages)
    assert {one.to for one in messages} <= {KIM}


_SEEN = str.maketrans({"\u2217": "*", "\u02cd": "_", "\u223c": "~", "\u02cb": "`", "\u203a": ">", "\u2010": "-"})


_PLAIN = str.maketrans(
    {**dict.fromkeys("“”„", '"'), **dict.fromkeys("‘’", "'"), **dict.fromkeys("–—‐‑−•", "-"), "…": "..."}
)


@given(st.text("a€🦱{", max_size=700))
def test_units_say_how_many_segments_there_are(text: str) -> None:
    has_wide = "🦱" in text
    count, segment, alone = (units(text), 67, 70) if has_wide else (septets(text), 153, 160)
    if count > alone:
        assert -(-count // segment) == segments(text)


def test_a_text_of_plain_letters_holds_more_than_one_of_others() -> None:
    plain = shown(TwilioSms, Said("word " * 600))
    other = shown(TwilioSms, Said("şöyle " * 500))
    assert max(len(one.text) for one in plain) > 1500
    assert 600 < max(len(one.text) for one in other) <= 670


def test_typographic_signs_are_plain_ones_by_sms() -> None:
    said = Said("“So”, she said… it’s 3–4\u00a0months", (Choice("c-0", "‘Costs’"),))
    (by_sms,), (on_whatsapp,) = (shown(kind, said) for kind in KINDS)
    assert by_sms.text == "\"So\", she said... it's 3-4 months\n\n1. 'Costs'"
    assert on_whatsapp.text == f"{said.text}\n\n1. ‘Costs’"


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_said_by_no_call_and_choices_alone_by_their_lines(kind: type[TwilioStandIn]) -> None:
    assert channel(kind).calls(Said(" \n "), To(KIM)) == []
    (message,) = shown(kind, Said("", (Choice("c-0", "Costs"), Choice("c-1", "Risks"))))
    assert message.text == "1. Costs\n2. Risks"


def test_an_emergency_has_its_heading_first_and_its_numbers_before_choices() -> None:
    said = Said("Call now.", (Choice("c-0", "Menu"),), "Get help now", (Number("Emergency", "112"),))
    (by_sms,), (on_whatsapp,) = (channel(kind).calls(said, To(KIM)) for kind in KINDS)
    assert by_sms.form is not None
    assert on_whatsapp.form is not None
    assert by_sms.form["Body"] == "GET HELP NOW\n\nCall now.\n\nEmergency: 112\n\n1. Menu"
    assert on_whatsapp.form["Body"] == "*Get help now*\n\nCall now.\n\nEmergency: 112\n\n1. Menu"


def test_links_lead_where_they_led() -> None:
    link = "https://clinic.example/consultations/_x-y_.z_~*"
    for kind in KINDS:
        (call,) = channel(kind).calls(Said(f"Open {link}"), To(KIM))
        assert call.form is not None
        assert call.form["Body"].endswith(link)


def test_calls_name_the_sender_and_the_person_as_the_channel_does() -> None:
    hello = Said("Hello")
    forms = [
        provider.calls(hello, To(person))[0].form
        for provider, person in ((sms(), KIM), (by_service(), KIM), (whatsapp(), KIM), (whatsapp(), NAMED))
    ]
    plain = {"Body": "Hello"}
    assert forms == [
        {"To": KIM, "From": SMS_NUMBER, **plain},
        {"To": KIM, "MessagingServiceSid": SERVICE, **plain},
        {"To": f"whatsapp:{KIM}", "From": f"whatsapp:{WHATSAPP_NUMBER}", "Body": "Hello"},
        {"To": f"whatsapp:{NAMED}", "From": f"whatsapp:{WHATSAPP_NUMBER}", "Body": "Hello"},
    ]
    assert taken(TwilioSms, by_service().calls(hello, To(KIM)))[0].text == "Hello"
    assert shown(TwilioWhatsapp, hello, NAMED)[0].to == NAMED


def test_that_a_reply_is_written_cannot_be_shown() -> None:
    assert [channel(kind).typing(Event("SM1", KIM)) for kind in KINDS] == [None, None]


# Reminders

REMINDER = Reminder("You come\non Monday.", "Demo", "Monday,\n 3 May,   10:00", "H-1234", f"{PUBLIC}/consultations/_a_")


def test_a_reminder_is_a_text_by_sms_at_any_time_and_a_template_on_whatsapp_after_a_day() -> None:
    closed = To(KIM, is_open=False)
    assert taken(TwilioSms, sms().reminder(REMINDER, closed))[0].text == REMINDER.text
    assert taken(TwilioWhatsapp, whatsapp().reminder(REMINDER, To(KIM)))[0].text == REMINDER.text
    (later,) = taken(TwilioWhatsapp, whatsapp().reminder(REMINDER, closed))
    assert later.text == f"Demo | Monday, 3 May, 10:00 | H-1234 | {PUBLIC}/consultations/_a_"
    (empty,) = taken(TwilioWhatsapp, whatsapp().reminder(Reminder("", "", "", "", ""), closed))
    assert empty.text == "- | - | - | -"
    (long,) = taken(TwilioWhatsapp, whatsapp().reminder(replace(REMINDER, clinic="Demo " * 100), closed))
    assert len(long.text.split(" | ")[0]) <= 250


def test_without_a_template_there_is_no_reminder_on_whatsapp_after_a_day() -> None:
    provider = whatsapp(HAIRLINE_TWILIO_REMINDER_TEMPLATE="")
    assert provider.reminder(REMINDER, To(KIM, is_open=False)) is None
    assert provider.reminder(REMINDER, To(KIM))


# What becomes of calls


def failed(code: Any, status: int = 400) -> bytes:
    return json.dumps({"code": code, "message": "no", "more_info": "https://", "status": status}).encode()


@pytest.mark.parametrize(
    ("status", "body", "expected"),
    [
        (201, b'{"sid":"SM0","status":"queued","error_code":null}', Done()),
        (200, b"", Done()),
        (500, b"<html>", Again("HTTP 500")),
        (429, b"", Again("HTTP 429", 7.0)),
        (404, b"<html>", Never("HTTP 404")),
        (400, failed("no code"), Never("HTTP 400")),
        (429, failed(20429), Again("code 20429", 7.0)),
        (429, failed(14107), Again("code 14107", 7.0)),
        (400, failed(21611), Again("code 21611", 7.0)),
        (503, failed(20503), Again("code 20503", 7.0)),
        (500, failed(99999), Again("code 99999", 7.0)),
        (400, failed(21610), Never("they want no more messages", stopped=True)),
        *((400, failed(code), Never(f"code {code}")) for code in (21211, 21408, 21608, 21612, 21614, 21617, 30005)),
        *((400, failed(code), Never(f"code {code}")) for code in (63016, 63003, 63015, 63024, 21656)),
    ],
)
def test_outcomes_follow_the_documented_codes(status: int, body: bytes, expected: Outcome) -> None:
    headers = {"retry-after": "7"} if isinstance(expected, Again) and expected.after else {}
    assert sms().outcome(status, headers, body) == expected


@pytest.mark.parametrize(
    ("status", "body"), [(401, failed(20003)), (401, b""), (403, failed(20005)), (400, failed(21703))]
)
def test_what_a_person_can_mend_is_tried_again_after_a_while(status: int, body: bytes) -> None:
    outcome = whatsapp().outcome(status, {}, body)
    assert isinstance(outcome, Again)
    assert outcome.after == 60.0
    assert "channels check" in outcome.why


# Settings

BOTH = ("HAIRLINE_TWILIO_ACCOUNT", "HAIRLINE_TWILIO_TOKEN")
Making = Callable[[Mapping[str, str], str, str], Twilio | None]


def made_of(*names: str) -> list[bool]:
    env = {name: ENVIRONMENT[name] for name in names}
    return [make(env, "s", PUBLIC) is not None for make in (sms_from_environment, whatsapp_from_environment)]


def test_each_channel_is_on_when_its_sender_is_set() -> None:
    assert made_of() == [False, False]
    assert made_of("HAIRLINE_TWILIO_REMINDER_TEMPLATE") == [False, False]
    assert made_of(*BOTH, "HAIRLINE_TWILIO_SMS_FROM") == [True, False]
    assert made_of(*BOTH, "HAIRLINE_TWILIO_WHATSAPP_FROM") == [False, True]
    assert made_of(*BOTH, "HAIRLINE_TWILIO_SMS_FROM", "HAIRLINE_TWILIO_WHATSAPP_FROM") == [True, True]


@pytest.mark.parametrize("names", [BOTH, BOTH[:1], BOTH[1:]])
def test_an_account_without_any_sender_is_told_once(names: tuple[str, ...]) -> None:
    env = {name: ENVIRONMENT[name] for name in names}
    assert whatsapp_from_environment(env, "s", PUBLIC) is None
    with pytest.raises(SettingsError, match="is missing"):
        sms_from_environment(env, "s", PUBLIC)


@pytest.mark.parametrize("missing", BOTH)
@pytest.mark.parametrize("make", [sms_from_environment, whatsapp_from_environment])
def test_what_is_missing_is_named(missing: str, make: Making) -> None:
    with pytest.raises(SettingsError, match=f"{missing} is missing"):
        make({**ENVIRONMENT, missing: " "}, "s", PUBLIC)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("HAIRLINE_TWILIO_ACCOUNT", "SK" + "0" * 32),
        ("HAIRLINE_TWILIO_ACCOUNT", "AC0f5e"),
        ("HAIRLINE_TWILIO_TOKEN", "SK" + "0" * 32),
        ("HAIRLINE_TWILIO_TOKEN", "two words"),
        ("HAIRLINE_TWILIO_SMS_FROM", "15550001111"),
        ("HAIRLINE_TWILIO_SMS_FROM", "+1 555 000 1111"),
        ("HAIRLINE_TWILIO_SMS_FROM", "MG123"),
        ("HAIRLINE_TWILIO_WHATSAPP_FROM", SERVICE),
        ("HAIRLINE_TWILIO_WHATSAPP_FROM", "15550002222"),
        ("HAIRLINE_TWILIO_REMINDER_TEMPLATE", "consultation_reminder"),
        ("HAIRLINE_TWILIO_API", "http://proxy.example"),
    ],
)
def test_settings_that_cannot_be_are_named_and_not_told(name: str, value: str) -> None:
    makes = (sms_from_environment, whatsapp_from_environment)
    wrong = []
    for make in makes:
        try:
            make({**ENVIRONMENT, name: value}, "s", PUBLIC)
        except SettingsError as error:
            wrong.append(str(error))
    assert wrong
    assert all(name in told and value not in told for told in wrong)


def test_senders_may_be_short_codes_and_have_a_prefix_on_whatsapp() -> None:
    assert sms(HAIRLINE_TWILIO_SMS_FROM="55501").sender.address == "55501"
    assert whatsapp(HAIRLINE_TWILIO_WHATSAPP_FROM=f"whatsapp:{KIM}").sender.address == KIM
    assert sms().api == "https://api.twilio.com"
    assert sms(HAIRLINE_TWILIO_API="https://api.dublin.ie1.twilio.com/").api == "https://api.dublin.ie1.twilio.com"
    assert {*SETTINGS} == {*ENVIRONMENT} - {"HAIRLINE_TWILIO_REMINDER_TEMPLATE"}


def test_no_text_of_the_channel_has_its_token() -> None:
    assert TOKEN not in repr(sms()) + repr(whatsapp())


# Over HTTP


def checked(
    kind: type[TwilioStandIn], prepare: Callable[[TwilioStandIn], None] = lambda _: None, **changed: str
) -> tuple[list[Finding], list[str]]:
    make = sms_from_environment if kind is TwilioSms else whatsapp_from_environment
    with kind() as stand_in:
        assert isinstance(stand_in, TwilioStandIn)
        prepare(stand_in)
        provider = make({**stand_in.environment(), **changed}, "secret", PUBLIC)
        assert provider is not None

        async def check() -> list[Finding]:
            async with httpx.AsyncClient() as http:
                return await provider.check(http)

        return asyncio.run(check()), stand_in.problems


@pytest.mark.parametrize("kind", KINDS)
def test_check_says_whose_account_it_is_and_that_the_webhook_is_right(kind: type[TwilioStandIn]) -> None:
    def retried(stand_in: TwilioStandIn) -> None:
        stand_in.webhook = f"{PUBLIC}/messengers/{kind.name}#rc=5&rp=all"

    for prepare in (lambda _: None, retried):
        found, problems = checked(kind, prepare)
        assert [finding.well for finding in found] == [True, True]
        assert kind.number in found[0].told
        assert "Demo" in found[0].told
        assert problems == []


@pytest.mark.parametrize("kind", KINDS)
def test_check_says_what_to_mend(kind: type[TwilioStandIn]) -> None:
    def prepared(**changed: Any) -> Callable[[TwilioStandIn], None]:
        return lambda stand_in: stand_in.__dict__.update(changed)

    (_, elsewhere), _ = checked(kind, prepared(webhook="https://elsewhere.example/hook?key=1"))
    assert not elsewhere.well
    assert "https://elsewhere.example/hook" in elsewhere.told
    assert "key=1" not in elsewhere.told
    assert f"{PUBLIC}/messengers/{kind.name}" in elsewhere.mend
    assert "nowhere" in checked(kind, prepared(webhook=""))[0][1].told
    assert "GET" in checked(kind, prepared(method="GET"))[0][1].told
    (trial, _), _ = checked(kind, prepared(kind="Trial"))
    assert (trial.well, "trial" in trial.told) == (True, True)
    (suspended,), _ = checked(kind, prepared(state="suspended"))
    assert (suspended.well, "suspended" in suspended.told) == (False, True)
    (token,), _ = checked(kind, HAIRLINE_TWILIO_TOKEN="old-token")
    assert not token.well
    assert "HAIRLINE_TWILIO_TOKEN" in token.mend
    assert "old-token" not in token.told + token.mend
    name = f"HAIRLINE_TWILIO_{'SMS' if kind is TwilioSms else 'WHATSAPP'}_FROM"
    (_, unknown), problems = checked(kind, prepared(), **{name: "+15553334444"})
    assert not unknown.well
    assert name in unknown.mend
    assert problems == []


def test_check_knows_services_short_codes_the_sandbox_and_missing_templates() -> None:
    (_, service), problems = checked(TwilioSms, HAIRLINE_TWILIO_SMS_FROM=SERVICE)
    assert (service.well, problems) == (True, [])
    (_, other), _ = checked(TwilioSms, HAIRLINE_TWILIO_SMS_FROM="MG" + "00" * 16)
    assert not other.well
    assert len(checked(TwilioSms, HAIRLINE_TWILIO_SMS_FROM="55501")[0]) == 1
    (_, sandbox), _ = checked(TwilioWhatsapp, HAIRLINE_TWILIO_WHATSAPP_FROM="+14155238886")
    assert (sandbox.well, "sandbox" in sandbox.told) == (True, True)
    *_, template = checked(TwilioWhatsapp, HAIRLINE_TWILIO_REMINDER_TEMPLATE="")[0]
    assert template.well
    assert "HAIRLINE_TWILIO_REMINDER_TEMPLATE" in template.mend


def _answering(*answers: Any) -> list[Finding]:
    given = iter(answers)

    async def check() -> list[Finding]:
        async with httpx.AsyncClient(transport=httpx.MockTransport(lambda _: next(given))) as http:
            return await (by_service() if len(answers) == 3 else sms()).check(http)

    return asyncio.run(check())


ACTIVE = {"status": "active", "type": "Full", "friendly_name": "Demo"}


def test_check_bears_odd_answers() -> None:
    for answer in (httpx.Response(503, text="<html>"), httpx.Response(200, text="<html>a proxy's page")):
        (finding,) = _answering(answer)
        assert (finding.well, "did not answer" in finding.told) == (False, True)
    _, unknown = _answering(httpx.Response(200, json=ACTIVE), httpx.Response(500, text="<html>"))
    assert (unknown.well, "does not say" in unknown.told) == (True, True)
    app = {"phone_number": SMS_NUMBER, "sms_application_sid": "AP0", "sms_url": ""}
    _, taken_by_app = _answering(
        httpx.Response(200, json=ACTIVE), httpx.Response(200, json={"incoming_phone_numbers": [app]})
    )
    assert (taken_by_app.well, "TwiML App" in taken_by_app.told) == (False, True)
    _, left = _answering(
        httpx.Response(200, json=ACTIVE), httpx.Response(200, json={"use_inbound_webhook_on_number": True}), None
    )
    assert (left.well, "leaves it" in left.told) == (True, True)


def _failing(failure: Response | None, _: Request) -> Response | None:
    return failure


@pytest.mark.parametrize("kind", KINDS)
def test_a_message_goes_out_over_http_with_the_credentials_in_its_header_only(kind: type[TwilioStandIn]) -> None:
    make = sms_from_environment if kind is TwilioSms else whatsapp_from_environment
    with kind() as stand_in:
        provider = make(stand_in.environment(), "secret", PUBLIC)
        assert provider is not None

        async def send() -> list[Outcome]:
            async with httpx.AsyncClient() as http:
                (call,) = provider.calls(Said("Hello + & = 🦱"), To(KIM))
                answers = []
                for failure in (None, Response(429, {}, {"Retry-After": "3"}), error(400, 21610, "unsubscribed")):
                    stand_in.failing = partial(_failing, failure)
                    answers.append(await made(provider, call, http))
                return [
                    provider.outcome(one.status_code, {k.lower(): v for k, v in one.headers.items()}, one.content)
                    for one in answers
                ]

        outcomes = asyncio.run(send())
        assert outcomes == [Done(), Again("HTTP 429", 3.0), Never("they want no more messages", stopped=True)]
        assert [one.text for one in stand_in.shown] == ["Hello + & = 🦱"]
        assert stand_in.problems == []


def test_two_stand_ins_share_one_address_as_twilios_channels_do() -> None:
    with TwilioSms() as first, TwilioWhatsapp() as second:
        assert isinstance(second, TwilioWhatsapp)

        async def send() -> None:
            async with httpx.AsyncClient() as http:
                for address in (first.url, second.url):
                    for provider in (sms(HAIRLINE_TWILIO_API=address), whatsapp(HAIRLINE_TWILIO_API=address)):
                        assert all(finding.well for finding in await provider.check(http))
                        (call,) = provider.calls(Said("Hello"), To(KIM))
                        assert (await made(provider, call, http)).status_code == 201

        asyncio.run(send())
        assert [len(cast(TwilioStandIn, one).shown) for one in (first, second)] == [2, 2]
        assert first.problems == second.problems == []


def test_the_stand_in_answers_as_twilio_to_who_is_silent_or_has_opted_out() -> None:
    stand_in = TwilioWhatsapp()
    stand_in.silent.add(KIM)
    stand_in.opted_out.add(NAMED)
    outcomes = []
    for person in (KIM, NAMED):
        (call,) = whatsapp().calls(Said("Hello"), To(person))
        response = stand_in.take(sent(call))
        outcomes.append(whatsapp().outcome(response.status, {}, json.dumps(response.body).encode()))
    assert outcomes == [Never("code 63016"), Never("they want no more messages", stopped=True)]
