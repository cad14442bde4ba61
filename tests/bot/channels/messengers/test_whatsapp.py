from __future__ import annotations

import asyncio
import copy
import json
import random
import re
from collections.abc import Callable, Mapping
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.channels import whatsapp_saying
from bot.channels.messengers import texts
from bot.channels.messengers.answering import made
from bot.channels.messengers.model import (
    Again,
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
from bot.channels.whatsapp import SETTINGS, TEMPLATE, WhatsApp, from_environment
from bot.channels.whatsapp_reading import PHONE
from bot.settings import ROOT
from index.errors import SettingsError
from tests.services.messengers.standin import Request, Response, Shown, Webhook
from tests.services.messengers.whatsapp import (
    APP_SECRET,
    BURST,
    PHONE_ID,
    SEEN,
    TOKEN,
    VERIFY_TOKEN,
    VERSION,
    WhatsAppStandIn,
    signed,
)

EVENTS = Path(__file__).parent / "events" / "whatsapp"
SENT = 1739321024.0  # the time of all fixtures
NOW = SENT + 5
KIM, NAMED = "15550102030", "US.13491208655302741918"
PUBLIC = "https://clinic.example"
ENVIRONMENT = {
    "HAIRLINE_WHATSAPP_TOKEN": TOKEN,
    "HAIRLINE_WHATSAPP_APP_SECRET": APP_SECRET,
    "HAIRLINE_WHATSAPP_VERIFY_TOKEN": VERIFY_TOKEN,
    "HAIRLINE_WHATSAPP_PHONE_ID": PHONE_ID,
    "HAIRLINE_WHATSAPP_REMINDER_TEMPLATE": "consultation_reminder:en_GB",
}

# What is no event: the rest of the fixtures' names are in EXPECTED.
NOTHING = """call_permission edit edit_of_an_image errors field_account_update field_calls field_echoes
field_echoes_like_messages field_history field_quality field_template_status field_user_preferences flow group_text
kind_of_tomorrow order other_number reaction reaction_removed request_welcome revoke status_delivered status_failed
status_played status_read status_sent sticker system_identity system_new_number system_new_user_id text_of_nobody
unknown unsupported without_text""".split()
EXPECTED: dict[str, list[dict[str, Any]]] = {
    "text": [{"text": "How long does it take?"}],
    "text_that_replies": [{"text": "And the price?"}],
    "text_forwarded": [{"text": "Is this true?"}],
    "text_from_an_ad": [{"text": "Can I get more info about this?"}],
    "text_about_a_product": [{"text": "Is this available?"}],
    "text_of_a_username": [{"text": "Do you treat beards?", "person": NAMED}],
    "text_of_a_contact_only": [{"text": "Hello", "person": "US.ENT.11815799212886844830"}],
    "reply_button": [{"choice": "c-0123456789abcdef", "text": "Book a consultation"}],
    "reply_button_of_another_app": [{"text": "Change"}],
    "list_reply": [{"choice": "c-fedcba9876543210", "text": "How long does it take to see results?"}],
    "list_reply_without_description": [{"choice": "c-00", "text": "Costs"}],
    "template_button": [{"text": "Yes, I come"}],
    "template_button_with_an_id": [{"choice": "c-1", "text": "Move it"}],
    "image": [{"media": "photo"}],
    "image_with_caption": [{"media": "photo", "text": "Is this normal?"}],
    "video": [{"media": "video"}],
    "video_with_caption": [{"media": "video", "text": "My hairline"}],
    "audio": [{"media": "voice"}],
    "voice": [{"media": "voice"}],
    "document": [{"media": "file"}],
    "document_with_caption": [{"media": "file", "text": "My blood test"}],
    "location": [{"media": "location"}],
    "location_with_a_name": [{"media": "location"}],
    "contacts": [{"media": "contact"}],
    "contact_of_a_username": [{"media": "contact", "person": NAMED}],
    "several": [{"text": "One"}, {"text": "Two", "person": "15550102099"}, {"text": "Three"}, {"text": "Four"}],
    **{name: [] for name in NOTHING},
}


def channel(**changed: str) -> WhatsApp:
    found = from_environment({**ENVIRONMENT, **changed}, "secret", PUBLIC)
    assert found is not None
    return found


def fixture(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((EVENTS / f"{name}.json").read_text(encoding="utf-8"))
    return found


def asked(webhook: Webhook) -> Asked:
    return Asked(webhook.method, PUBLIC + webhook.path, webhook.headers, {}, webhook.body)


def events(told: Any, now: float = NOW) -> tuple[Event, ...]:
    return channel().receive(asked(signed(told)), now).events


def refusal(request: Asked, now: float = NOW) -> str:
    with pytest.raises(RefusedError) as refused:
        channel().receive(request, now)
    return refused.value.reason


# What people do


def test_every_fixture_is_expected() -> None:
    assert {file.stem for file in EVENTS.glob("*.json")} == set(EXPECTED)


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_what_meta_tells_is_read(name: str) -> None:
    told = fixture(name)
    found = events(told)
    expected = [
        Event("", KIM, SENT, **one) if "person" not in one else Event("", at=SENT, **one) for one in EXPECTED[name]
    ]
    assert [replace(event, id="", about={}) for event in found] == expected
    assert all(event.about == {"message": event.id} and event.id.startswith("wamid.") for event in found)
    assert len({event.id for event in found}) == len(found)
    assert events(told) == found  # when it is told again


def test_what_is_too_old_gets_no_event_and_what_is_of_tomorrow_no_time() -> None:
    told = fixture("text")
    assert events(told, SENT + 86_400)[0].at == SENT
    assert events(told, SENT + 86_401) == ()
    assert events(told, SENT - 600)[0].at == SENT
    assert events(told, SENT - 601)[0].at is None


@pytest.mark.parametrize("timestamp", ["", "soon", None, True, [], "-1", "1e400", 10**400])
def test_a_time_that_is_none_is_none(timestamp: Any) -> None:
    told = fixture("text")
    told["entry"][0]["changes"][0]["value"]["messages"][0]["timestamp"] = timestamp
    assert [event.at for event in events(told)] == [None]


@pytest.mark.parametrize(
    "number", ["", "1", "٣٣٣٣٣٣٣", "+15550102030", "1" * 21, "a@b", 15550102030, None, ["15550102030"]]
)
def test_who_cannot_be_answered_is_nobody(number: Any) -> None:
    told = fixture("text")
    value = told["entry"][0]["changes"][0]["value"]
    value["messages"][0] |= {"from": number, "from_user_id": ""}
    value["contacts"] = []
    assert events(told) == ()


@pytest.mark.parametrize("id", ["", "wamid.\ud800", "two words", "x" * 301, 7, None])
def test_a_message_without_a_name_that_can_be_kept_is_no_event(id: Any) -> None:
    told = fixture("text")
    told["entry"][0]["changes"][0]["value"]["messages"][0]["id"] = id
    assert events(told) == ()


# Whose requests they are


def test_the_handshake_is_answered_to_who_knows_the_word() -> None:
    query = {"hub.mode": "subscribe", "hub.challenge": "1158201444", "hub.verify_token": VERIFY_TOKEN}
    received = channel().receive(Asked("GET", PUBLIC, query=query), NOW)
    assert (received.events, received.answered.status, received.answered.body) == ((), 200, b"1158201444")
    assert refusal(Asked("GET", PUBLIC, query={**query, "hub.verify_token": "wrong"})) == "unsigned"
    assert refusal(Asked("GET", PUBLIC, query={k: v for k, v in query.items() if "token" not in k})) == "unsigned"
    assert refusal(Asked("GET", PUBLIC, query={**query, "hub.mode": "unsubscribe"})) == "unreadable"
    assert refusal(Asked("GET", PUBLIC, query={**query, "hub.challenge": "<script>"})) == "unreadable"
    assert refusal(Asked("GET", PUBLIC)) == "unreadable"


def test_what_is_not_signed_as_meta_signs_is_refused() -> None:
    webhook = signed(fixture("text"))
    good = asked(webhook)
    digest = webhook.headers["x-hub-signature-256"].removeprefix("sha256=")
    assert channel().receive(good, NOW).events
    assert refusal(replace(good, headers={})) == "unsigned"
    assert refusal(replace(good, headers={"x-hub-signature": f"sha1={digest}"})) == "unsigned"
    assert refusal(asked(signed(fixture("text"), "another-secret"))) == "altered"
    for told in (digest, f"sha256={digest.upper()}", f"sha256={digest[:-1]}", f"sha1={digest}", "sha256=", "\ud800"):
        assert refusal(replace(good, headers={"x-hub-signature-256": told})) == "altered"
    assert refusal(asked(signed({**fixture("text"), "object": "page"}))) == "stranger"
    for body in (b"", b"[]", b"nul", b"\xff", b"[" * 100_000):
        assert refusal(asked(signed(body))) == "unreadable"


def test_500_altered_requests_are_refused() -> None:
    rng = random.Random(500)
    names = [name for name, expected in EXPECTED.items() if expected]
    for _ in range(500):
        good = asked(signed(fixture(rng.choice(names))))
        assert channel().receive(good, NOW).events
        assert refusal(_altered(good, rng)) in ("unsigned", "altered")


def _altered(good: Asked, rng: random.Random) -> Asked:
    at, header = rng.randrange(len(good.body)), "x-hub-signature-256"
    body = bytearray(good.body)
    body[at] ^= 1 << rng.randrange(8)
    given = good.headers[header]
    digit = rng.randrange(7, len(given))
    later = good.body.replace(b"1739321024", str(1739321025 + rng.randrange(10**6)).encode())
    other = asked(signed(fixture("several"), f"secret {rng.random()}"))
    return rng.choice(
        [
            replace(good, body=bytes(body)),
            replace(good, body=good.body[:at] + good.body[at + 1 :]),
            replace(good, body=good.body + rng.choice([b" ", b"\n", b"\0", b"{}"])),
            replace(good, body=later),
            replace(good, headers={}),
            replace(good, headers={header: given[:digit] + ("0" if given[digit] != "0" else "1") + given[digit + 1 :]}),
            replace(good, headers={header: given[:digit]}),
            replace(good, headers={header: f"sha256={rng.randbytes(32).hex()}"}),
            replace(good, headers=other.headers),
            other,
        ]
    )


def test_1000_odd_but_signed_bodies_raise_nothing_else_and_bring_nothing_for_others() -> None:
    rng = random.Random(1000)
    told = [fixture(name) for name in EXPECTED]
    provider = channel()
    found = 0
    for number in range(1000):
        body: Any = copy.deepcopy(rng.choice(told))
        ours = number % 2 == 0
        if not ours:
            body = json.loads(json.dumps(body).replace(PHONE_ID, rng.choice(["1", "106540352242923", ""])))
        for _ in range(rng.randrange(4)):
            body = _odd(body, rng)
        try:
            received = provider.receive(asked(signed(body)), NOW)
        except RefusedError:
            continue
        assert ours or not received.events
        found += len(received.events)
        for event in received.events:
            assert PHONE.fullmatch(event.person) or event.person.startswith("US.")
            assert isinstance(event.text, str)
            assert len(event.choice) <= 20
            json.dumps(asdict(event)).encode("ascii")
    assert found > 50


def _odd(body: Any, rng: random.Random) -> Any:
    """The same with one value in it replaced or left out."""
    if isinstance(body, dict) and body and rng.random() < 0.9:
        name = rng.choice(list(body))
        if rng.random() < 0.1:
            return {key: value for key, value in body.items() if key != name}
        return {**body, name: _odd(body[name], rng)}
    if isinstance(body, list) and body and rng.random() < 0.9:
        at = rng.randrange(len(body))
        return [*body[:at], _odd(body[at], rng), *body[at + 1 :]]
    return rng.choice(
        [None, True, 0, -1, 1e308, float("nan"), float("inf"), 10**30, "", "x", "\ud800", "\0", "9" * 400, [], {}, [[]],
         [None], {"type": "text"}, {"id": {}}, "interactive", "text", "contacts", "⑨⑨⑨⑨⑨⑨⑨"]
    )  # fmt: skip


# What is said


def taken(calls: list[Call], stand_in: WhatsAppStandIn | None = None) -> list[Shown]:
    """What people see of calls, once the stand-in has taken them without a problem."""
    stand_in = stand_in or WhatsAppStandIn()
    for call in calls:
        response = stand_in.take(sent(call))
        assert (response.status, stand_in.problems) == (200, [])
    return stand_in.shown


def sent(call: Call) -> Request:
    assert call.json is not None
    assert TOKEN not in json.dumps(call.json)
    headers = {"authorization": f"Bearer {TOKEN}", "content-type": "application/json"}
    return Request(call.method, f"/{VERSION}{call.path}", headers, json.dumps(call.json).encode())


def shown(said: Said, person: str = KIM) -> list[Shown]:
    return taken(channel().calls(said, To(person)))


def letters(text: str) -> str:
    return "".join(letter for letter in text.translate(SEEN) if not letter.isspace())


PIECES = (
    "word", "a", " ", " ", "\n", "\n\n", "*", "_", "~", "`", "```", "> ", ">", "- ", "* ", "1. ", "*bold*", "_it_",
    "snake_case", "2*3*4", "~no~", "🦱", "é", "ليس", "x" * 300, "https://clinic.example/_a_/b*c*?d=_e ", ". ", "<b>", "&",
)  # fmt: skip
_PIECES = st.sampled_from(PIECES)
_LETTERS = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=200)
_TEXTS = st.one_of(_LETTERS, st.lists(_PIECES, max_size=60).map("".join))
_TITLES = st.one_of(st.text(st.characters(categories=("L", "N", "P", "S")), min_size=1, max_size=120), _PIECES.map("Say {}".format))  # fmt: skip
_CHOICES = st.lists(_TITLES, max_size=14).map(
    lambda titles: tuple(Choice(f"c-{number}", title) for number, title in enumerate(titles))
)
_HEADINGS = st.one_of(st.just(""), st.just("Get help now"), st.text("ab *_~`>-\n🦱", max_size=100))


@settings(max_examples=150)
@given(_TEXTS, _CHOICES, _HEADINGS, st.booleans())
def test_whatever_is_said_arrives_whole_as_typed_and_within_limits(
    text: str, choices: tuple[Choice, ...], heading: str, urgent: bool
) -> None:
    arrives(text, choices, heading, urgent)


def test_also_long_texts_and_headings_arrive_whole_as_typed_and_within_limits() -> None:
    rng = random.Random(4096)
    parts = 0
    for _ in range(150):
        text = "".join(rng.choices(PIECES, k=rng.choice([100, 300, 800])))
        heading = "".join(rng.choices(PIECES, k=rng.randrange(30))) if rng.random() < 0.5 else ""
        titles = ["".join(rng.choices(PIECES, k=rng.randrange(1, 8))) + "." for _ in range(rng.randrange(14))]
        choices = tuple(Choice(f"c-{number}", title) for number, title in enumerate(titles))
        parts += arrives(text, choices, heading[:200], urgent=rng.random() < 0.5)
    assert parts > 300


def arrives(text: str, choices: tuple[Choice, ...], heading: str, urgent: bool) -> int:
    """Check that something said arrives; return in how many messages."""
    numbers = (Number("Emergency", "112"), Number("Clinic, urgent", "+15550100")) if urgent else ()
    messages = shown(Said(text, choices, heading, numbers))
    below = [
        f"{number}. {choice.title}"
        for number, choice in enumerate(choices, 1)
        if number > 10 or texts.utf16(" ".join(choice.title.split())) > 72
    ]
    calling = [f"{number.label}: {number.dial}" for number in numbers]
    expected = letters("".join([heading, text, *calling, *below])) or ("\u2193" if choices else "")
    assert letters("".join(one.text for one in messages)) == expected
    assert [one.choices for one in messages[:-1]] == [()] * (len(messages) - 1) or not messages
    pressed = messages[-1].choices if messages else ()
    assert [id for id, _ in pressed] == [choice.id for choice in choices[:10]]
    for (_, title), choice in zip(pressed, choices, strict=False):
        whole = " ".join(choice.title.split())
        assert title == whole or (title.endswith(texts.ELLIPSIS) and any(choice.title in line for line in below))
    return len(messages)


def test_nothing_is_said_by_no_call() -> None:
    assert channel().calls(Said(" \n "), To(KIM)) == []


def test_a_number_is_written_to_as_such_and_who_shows_a_name_as_recipient() -> None:
    by_number, by_name = (channel().calls(Said("Hello"), To(person))[0].json for person in (KIM, NAMED))
    assert by_number is not None
    assert by_name is not None
    assert (by_number["to"], "recipient" in by_number) == (KIM, False)
    assert (by_name["recipient"], "to" in by_name) == (NAMED, False)
    assert shown(Said("Hello"), NAMED)[0].to == NAMED


def test_few_short_choices_are_buttons_and_others_a_list() -> None:
    def kind(*titles: str) -> str:
        choices = tuple(Choice(f"c-{number}", title) for number, title in enumerate(titles))
        return str(shown(Said("Which?", choices))[-1].raw["interactive"]["type"])

    assert kind("Yes", "No", "x" * 20) == "button"
    assert kind("a", "b", "c", "d") == "list"
    assert kind("x" * 21) == "list"
    assert kind("🦱" * 11) == "list"  # 22 by Meta's strictest count
    assert kind("Same", "Same") == "list"  # buttons must differ


def test_a_title_that_has_no_room_is_read_below_with_its_number() -> None:
    long = "A very long title that goes on and on, " * 3
    (message,) = shown(Said("Which?", (Choice("c-0", "Short"), Choice("c-1", long.strip()))))
    assert f"2. {long.strip()}" in message.text
    assert "1. Short" not in message.text


def test_a_heading_that_is_no_header_is_bold() -> None:
    heading = "Get help now " * 5
    (message,) = channel().calls(Said("Call.", (Choice("c-0", "Menu"),), heading), To(KIM))
    assert message.json is not None
    assert message.json["interactive"]["body"]["text"] == f"*{heading.strip()}*\n\nCall."
    assert "header" not in message.json["interactive"]


def test_an_emergency_has_its_heading_first_also_when_it_is_long() -> None:
    said = Said("Call now.", (Choice("c-0", "Menu"),), "Get help now", (Number("Emergency", "112"),))
    (short,) = channel().calls(said, To(KIM))
    assert short.json is not None
    assert short.json["interactive"]["header"] == {"type": "text", "text": "Get help now"}
    first, *_ = channel().calls(replace(said, text="Call now. " * 300), To(KIM))
    assert first.json is not None
    assert first.json["text"]["body"].startswith("*Get help now*\n\nCall now.")
    (bare,) = channel().calls(replace(said, choices=()), To(KIM))
    assert bare.json is not None
    assert bare.json["text"]["body"] == "*Get help now*\n\nCall now.\n\nEmergency: 112"


def test_links_lead_where_they_led() -> None:
    link = "https://clinic.example/consultations/_x-y_.z_~*"
    assert whatsapp_saying.messages(Said(f"*Open* {link}"))[0]["text"]["body"].endswith(f"Open\u2217 {link}")


def test_a_person_may_be_sent_45_messages_at_once_and_then_one_every_six_seconds() -> None:
    stand_in = WhatsAppStandIn()
    now = [0.0]
    stand_in.clock = lambda: now[0]
    (call,) = channel().calls(Said("Hello"), To(KIM))
    taken([call] * BURST, stand_in)
    refused = stand_in.take(sent(call))
    assert channel().outcome(refused.status, {}, json.dumps(refused.body).encode()) == Again("code 131056")
    now[0] = 6.0
    assert stand_in.take(sent(call)).status == 200


def test_that_a_reply_is_written_is_shown_for_messages_that_were_sent() -> None:
    stand_in = WhatsAppStandIn()
    stand_in.message(KIM, "Hello", id="wamid.1", at=SENT)
    typing = channel().typing(Event("wamid.1", KIM, about={"message": "wamid.1"}))
    assert typing is not None
    assert taken([typing], stand_in) == []
    assert channel().typing(Event("wamid.1", KIM)) is None


# Reminders

REMINDER = Reminder("You come\non Monday.", "Demo", "Monday,\n 3 May,   10:00", "H-1234", f"{PUBLIC}/consultations/_a_")


def test_a_reminder_is_a_text_within_a_day_and_the_approved_template_afterwards() -> None:
    calls = channel().reminder(REMINDER, To(KIM))
    assert calls is not None
    assert taken(calls)[0].text == REMINDER.text
    for person in (KIM, NAMED):
        later = channel().reminder(REMINDER, To(person, is_open=False))
        assert later is not None
        assert taken(later)[0].text == f"Demo | Monday, 3 May, 10:00 | H-1234 | {PUBLIC}/consultations/_a_"
    empty = channel().reminder(Reminder("", "", "", "", ""), To(KIM, is_open=False))
    assert empty is not None
    assert taken(empty)[0].text == "- | - | - | -"


def test_without_a_template_there_is_no_reminder_after_a_day() -> None:
    assert channel(HAIRLINE_WHATSAPP_REMINDER_TEMPLATE="").reminder(REMINDER, To(KIM, is_open=False)) is None


# What becomes of calls


def failed(code: Any) -> bytes:
    return json.dumps({"error": {"message": "no", "type": "OAuthException", "code": code}}).encode()


@pytest.mark.parametrize(
    ("status", "body", "expected"),
    [
        (200, b'{"messages":[{"id":"wamid.x"}]}', Done()),
        (200, b"", Done()),
        (500, b"<html>", Again("HTTP 500")),
        (429, b"", Again("HTTP 429", 7.0)),
        (404, b"<html>", Never("HTTP 404")),
        (400, failed("no code"), Never("HTTP 400")),
        *((400, failed(code), Again(f"code {code}", 7.0)) for code in (1, 2, 4, 80007, 130429, 131000, 131056)),
        (503, failed(131016), Again("code 131016", 7.0)),
        (500, failed(987654), Again("code 987654", 7.0)),
        *((400, failed(code), Never(f"code {code}")) for code in (33, 100, 131008, 131021, 131026, 131030, 131047)),
        *((404, failed(code), Never(f"code {code}")) for code in (132000, 132001, 132012, 132015, 130497, 133005)),
        (400, failed(131050), Never("code 131050")),
    ],
)
def test_outcomes_follow_the_documented_codes(status: int, body: bytes, expected: Outcome) -> None:
    headers = {"retry-after": "7"} if isinstance(expected, Again) and expected.after else {}
    assert channel().outcome(status, headers, body) == expected


@pytest.mark.parametrize("code", [0, 3, 10, 190, 200, 299, 368, 131005, 131031, 131042, 133010])
def test_what_a_person_can_mend_is_tried_again_after_a_while(code: int) -> None:
    outcome = channel().outcome(401, {}, failed(code))
    assert isinstance(outcome, Again)
    assert outcome.after == 60.0
    assert "channels check" in outcome.why


# Settings


def test_nothing_set_is_off_and_what_is_missing_is_named() -> None:
    assert from_environment({}, "secret", PUBLIC) is None
    assert from_environment({"HAIRLINE_WHATSAPP_API": "https://proxy.example"}, "secret", PUBLIC) is None
    for name in SETTINGS:
        with pytest.raises(SettingsError, match=name):
            channel(**{name: ""})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("HAIRLINE_WHATSAPP_PHONE_ID", "+1 555 000 1111"),
        ("HAIRLINE_WHATSAPP_PHONE_ID", "+15550001111"),
        ("HAIRLINE_WHATSAPP_TOKEN", "EAAG token"),
        ("HAIRLINE_WHATSAPP_API", "http://proxy.example"),
        ("HAIRLINE_WHATSAPP_REMINDER_TEMPLATE", "consultation_reminder"),
        ("HAIRLINE_WHATSAPP_REMINDER_TEMPLATE", "Consultation Reminder:en"),
        ("HAIRLINE_WHATSAPP_REMINDER_TEMPLATE", "consultation_reminder:english"),
    ],
)
def test_settings_that_cannot_be_are_named(name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=name) as wrong:
        channel(**{name: value})
    assert TOKEN not in str(wrong.value)


def test_the_api_is_metas_unless_another_is_set() -> None:
    assert channel().api == f"https://graph.facebook.com/{VERSION}"
    assert channel(HAIRLINE_WHATSAPP_API="https://proxy.example/v26.0/").api == "https://proxy.example/v26.0"


def test_the_guide_sets_every_variable_and_its_template_has_the_parameters_that_are_sent() -> None:
    guide = (ROOT / "docs" / "channels" / "whatsapp.md").read_text(encoding="utf-8")
    exported = dict(re.findall(r"^export (HAIRLINE_\w+)=(\S+)$", guide, re.MULTILINE))
    assert set(exported) == {*SETTINGS, TEMPLATE, "HAIRLINE_PUBLIC_URL"}
    provider = from_environment(exported, "secret", PUBLIC)
    assert provider is not None
    calls = provider.reminder(REMINDER, To(KIM, is_open=False))
    assert calls is not None
    assert calls[0].json is not None
    template = calls[0].json["template"]
    assert f"{template['name']}:{template['language']['code']}" == exported[TEMPLATE]
    (body,) = re.findall(r"^ *(This is a reminder from .*)$", guide, re.MULTILINE)
    numbers = re.findall(r"\{\{(\d)\}\}", body)
    assert numbers == [str(number) for number, _ in enumerate(template["components"][0]["parameters"], 1)]
    assert not body.startswith("{{")
    assert not body.rstrip(".").endswith("}}")  # Meta takes none that begins or ends with a variable


# Over HTTP


def checked(
    prepare: Callable[[WhatsAppStandIn], None] = lambda _: None, **changed: str
) -> tuple[list[Finding], list[str]]:
    with WhatsAppStandIn() as stand_in:
        assert isinstance(stand_in, WhatsAppStandIn)
        prepare(stand_in)
        provider = from_environment({**stand_in.environment(), **changed}, "secret", PUBLIC)
        assert provider is not None

        async def check() -> list[Finding]:
            async with httpx.AsyncClient() as http:
                return await provider.check(http)

        return asyncio.run(check()), stand_in.problems


def test_check_says_whose_number_it_is_and_that_the_webhook_is_right() -> None:
    found, problems = checked()
    assert [finding.well for finding in found] == [True, True]
    assert "+1 555-000-1111 as Demo" in found[0].told
    assert problems == []


def test_check_says_what_to_mend() -> None:
    def elsewhere(stand_in: WhatsAppStandIn) -> None:
        stand_in.webhook = "https://elsewhere.example/hook"

    def nowhere(stand_in: WhatsAppStandIn) -> None:
        stand_in.webhook = ""

    (_, wrong), _ = checked(elsewhere)
    assert not wrong.well
    assert "elsewhere.example" in wrong.told
    assert f"{PUBLIC}/messengers/whatsapp" in wrong.mend
    assert "nowhere" in checked(nowhere)[0][1].told
    (token,), _ = checked(HAIRLINE_WHATSAPP_TOKEN="EAAG-old")
    assert not token.well
    assert "HAIRLINE_WHATSAPP_TOKEN" in token.mend
    assert "EAAG-old" not in token.told + token.mend
    (unknown,), _ = checked(HAIRLINE_WHATSAPP_PHONE_ID="1")
    assert "HAIRLINE_WHATSAPP_PHONE_ID" in unknown.mend
    *_, no_template = checked(HAIRLINE_WHATSAPP_REMINDER_TEMPLATE="")[0]
    assert no_template.well
    assert "HAIRLINE_WHATSAPP_REMINDER_TEMPLATE" in no_template.mend


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (httpx.Response(503, text="<html>"), "cannot answer now"),
        (httpx.Response(400, content=failed(4)), "cannot answer now"),
        (httpx.Response(200, text="<html>a proxy's page"), "does not know"),
        (httpx.Response(403, text="<html>"), "refuses the token"),
        (httpx.Response(400, content=failed(200)), "refuses the token"),
    ],
)
def test_check_bears_odd_answers(answer: httpx.Response, told: str) -> None:
    async def check() -> list[Finding]:
        async with httpx.AsyncClient(transport=httpx.MockTransport(lambda _: answer)) as http:
            return await channel().check(http)

    (finding,) = asyncio.run(check())
    assert not finding.well
    assert told in finding.told


def test_a_message_goes_out_over_http_with_the_token_in_its_header_only() -> None:
    with WhatsAppStandIn() as stand_in:
        provider = from_environment(stand_in.environment(), "secret", PUBLIC)
        assert provider is not None

        async def send() -> list[Outcome]:
            async with httpx.AsyncClient() as http:
                (call,) = provider.calls(Said("Hello"), To(KIM))
                answers = []
                for failure in (
                    None,
                    Response(429, {}, {"Retry-After": "3"}),
                    Response(400, json.loads(failed(131026))),
                ):
                    stand_in.failing = lambda _, failure=failure: failure
                    answers.append(await made(provider, call, http))
                return [provider.outcome(one.status_code, _lower(one.headers), one.content) for one in answers]

        assert asyncio.run(send()) == [Done(), Again("HTTP 429", 3.0), Never("code 131026")]
        assert [one.text for one in stand_in.shown] == ["Hello"]
        assert stand_in.problems == []


def _lower(headers: Mapping[str, str]) -> dict[str, str]:
    return {name.lower(): value for name, value in headers.items()}
