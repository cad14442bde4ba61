from __future__ import annotations

import asyncio
import copy
import json
import random
import re
from collections.abc import Callable
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.channels.messenger import INSTAGRAM, SETTINGS, Messenger, from_environment
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
from bot.settings import ROOT
from index.errors import SettingsError
from tests.services.messengers.messenger import (
    APP_SECRET,
    INSTAGRAM_ID,
    PAGE_ID,
    TOKEN,
    VERIFY_TOKEN,
    VERSION,
    MessengerStandIn,
    signed,
)
from tests.services.messengers.standin import Request, Response, Shown, Webhook

EVENTS = Path(__file__).parent / "events" / "messenger"
SENT = 1739321024.0  # the time of all fixtures
NOW = SENT + 5
KIM, KIM_INSTAGRAM, OTHER = "fb:24555010203000001", "ig:855501020300002", "fb:24555010203000099"
PUBLIC = "https://clinic.example"
ENVIRONMENT = {
    "HAIRLINE_MESSENGER_TOKEN": TOKEN,
    "HAIRLINE_MESSENGER_APP_SECRET": APP_SECRET,
    "HAIRLINE_MESSENGER_VERIFY_TOKEN": VERIFY_TOKEN,
    "HAIRLINE_MESSENGER_PAGE_ID": PAGE_ID,
    "HAIRLINE_MESSENGER_INSTAGRAM_ID": INSTAGRAM_ID,
}

# What is no event: the rest of the fixtures' names are in EXPECTED.
NOTHING = """account_linking appointment_booking attachment_of_tomorrow delivery echo echo_as_if_from_a_person edit
feed_comment instagram_comment instagram_deleted instagram_deleted_with_text instagram_echo instagram_edit
instagram_id_as_page instagram_other_account instagram_reaction instagram_read instagram_referral instagram_standby
instagram_story_mention instagram_to_oneself instagram_unsupported kind_of_tomorrow message_of_the_page_to_itself
message_without_anything message_without_mid optin other_entry other_page other_recipient page_id_as_instagram
pass_thread_control policy_enforcement postback_empty postback_of_a_user_ref reaction reaction_removed read referral response_feedback
standby sticker sticker_as_both sticker_as_image""".split()
BEGUN = [{"keyword": "start", "about": {"handled": "start"}}, {"text": "Hello"}]
EXPECTED: dict[str, list[dict[str, Any]]] = {
    "text": [{"text": "How long does it take?"}],
    "text_that_replies": [{"text": "And the price?"}],
    "text_with_a_link": [{"text": "Is this true? https://news.example.com/hair"}],
    "text_from_an_ad": [{"text": "Can I get more info about this?"}],
    "text_with_nlp": [{"text": "Hello"}],
    "text_stop": [{"text": " STOP ", "keyword": "stop"}],
    "text_stop_in_a_sentence": [{"text": "Please stop"}],
    "text_start": [{"text": "Start", "keyword": "start"}],
    "quick_reply": [{"choice": "c-0123456789abcd", "text": "Book a consultation"}],
    "quick_reply_numbered": [{"choice": "c-fedcba98765432-1", "text": "2. How long does it…"}],
    "quick_reply_of_another_app": [{"text": "Red"}],
    "quick_reply_that_says_stop": [{"choice": "c-00", "text": "STOP"}],
    "postback": [{"choice": "c-1", "text": "Book a consultation"}],
    "postback_of_the_menu": [{"text": "What does it cost?"}],
    "postback_without_payload": [{"text": "Talk to us"}],
    "postback_without_mid": [{"choice": "c-2", "text": "Costs"}],
    "postback_get_started": BEGUN,
    "image": [{"media": "photo"}],
    "image_with_words": [{"media": "photo", "text": "Is this normal?"}],
    "images": [{"media": "photo"}],
    "audio": [{"media": "voice"}],
    "video": [{"media": "video"}],
    "file": [{"media": "file"}],
    "location": [{"media": "location"}],
    "fallback": [{"media": "other"}],
    "template_product": [{"media": "other"}],
    "reel": [{"media": "other"}],
    "post": [{"media": "other"}],
    "sticker_with_words": [{"text": "Thanks, and the price?"}],
    "several": [{"text": "One"}, {"text": "Two", "person": OTHER}, {"text": "Three"}],
    "instagram_text": [{"text": "Do you treat beards?"}],
    "instagram_text_about_a_story": [{"text": "Is that you?"}],
    "instagram_text_that_replies": [{"text": "And the price?"}],
    "instagram_text_from_a_shop": [{"text": "Is this available?"}],
    "instagram_quick_reply": [{"choice": "c-00", "text": "Costs"}],
    "instagram_icebreaker": [{"text": "What does it cost?"}],
    "instagram_get_started": BEGUN,
    "instagram_image": [{"media": "photo"}],
    "instagram_audio": [{"media": "voice"}],
    "instagram_share": [{"media": "other"}],
    "instagram_reel": [{"media": "other"}],
    "instagram_post": [{"media": "other"}],
    **{name: [] for name in NOTHING},
}


def channel(**changed: str) -> Messenger:
    found = from_environment({**ENVIRONMENT, **changed}, "secret", PUBLIC)
    assert found is not None
    return found


def fixture(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((EVENTS / f"{name}.json").read_text(encoding="utf-8"))
    return found


def happened(told: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = told["entry"][0]["messaging"][0]
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
    person = KIM_INSTAGRAM if name.startswith("instagram") else KIM
    expected = [Event(**{"id": "", "person": person, "at": SENT, **one}) for one in EXPECTED[name]]
    assert [replace(event, id="") for event in found] == expected
    assert all(event.id for event in found)
    assert len({event.id for event in found}) == len(found)
    assert events(told) == found  # when it is told again


def test_what_is_too_old_gets_no_event_and_what_is_of_tomorrow_no_time() -> None:
    told = fixture("text")
    assert events(told, SENT + 86_400)[0].at == SENT
    assert events(told, SENT + 86_401) == ()
    assert events(told, SENT - 600)[0].at == SENT
    assert events(told, SENT - 601)[0].at is None


@pytest.mark.parametrize("timestamp", ["", "soon", None, True, [], -1, "1e400", 10**400])
def test_a_time_that_is_none_is_none(timestamp: Any) -> None:
    told = fixture("text")
    happened(told)["timestamp"] = timestamp
    assert [event.at for event in events(told)] == [None]
    told = fixture("postback_without_mid")  # which would be known by its time only
    happened(told)["timestamp"] = timestamp
    assert events(told) == ()


@pytest.mark.parametrize("sender", ["", "٣٣٣", "1" * 33, "a@b", PAGE_ID, 24555010203000001, None, ["1"]])
def test_who_cannot_be_answered_is_nobody(sender: Any) -> None:
    told = fixture("text")
    happened(told)["sender"]["id"] = sender
    assert events(told) == ()


@pytest.mark.parametrize("id", ["", "m_\ud800", "two words", "x" * 301, 7, None])
def test_a_message_without_a_name_that_can_be_kept_is_no_event(id: Any) -> None:
    told = fixture("text")
    happened(told)["message"]["mid"] = id
    assert events(told) == ()


def test_without_an_instagram_account_nothing_of_instagram_is_heard() -> None:
    for told in (
        fixture("instagram_text"),
        json.loads(json.dumps(fixture("instagram_text")).replace(INSTAGRAM_ID, "")),
    ):
        received = channel(HAIRLINE_MESSENGER_INSTAGRAM_ID="").receive(asked(signed(told)), NOW)
        assert (received.events, received.answered.status) == ((), 200)


# Whose requests they are


def test_the_handshake_is_answered_to_who_knows_the_word() -> None:
    query = {"hub.mode": "subscribe", "hub.challenge": "1158201444", "hub.verify_token": VERIFY_TOKEN}
    received = channel().receive(Asked("GET", PUBLIC, query=query), NOW)
    assert (received.events, received.answered.status, received.answered.body) == ((), 200, b"1158201444")
    assert received.answered.type.startswith("text/plain")
    assert refusal(Asked("GET", PUBLIC, query={**query, "hub.verify_token": "wrong"})) == "unsigned"
    assert refusal(Asked("GET", PUBLIC, query={**query, "hub.verify_token": ""})) == "unsigned"
    assert refusal(Asked("GET", PUBLIC, query={k: v for k, v in query.items() if "token" not in k})) == "unsigned"
    assert refusal(Asked("GET", PUBLIC, query={**query, "hub.mode": "unsubscribe"})) == "unreadable"
    for challenge in ("<script>", "", "1" * 201, "1\n", "é"):
        assert refusal(Asked("GET", PUBLIC, query={**query, "hub.challenge": challenge})) == "unreadable"
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
    for kind in ("whatsapp_business_account", "user", "", None, []):
        assert refusal(asked(signed({**fixture("text"), "object": kind}))) == "stranger"
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
            raw = json.dumps(body).replace(PAGE_ID, rng.choice(["1", "106195550123457", ""]))
            body = json.loads(raw.replace(INSTAGRAM_ID, rng.choice(["1", "17841405550123457", ""])))
        for _ in range(rng.randrange(4)):
            body = _odd(body, rng)
        try:
            received = provider.receive(asked(signed(body)), NOW)
        except RefusedError:
            continue
        assert ours or not received.events
        found += len(received.events)
        for event in received.events:
            assert re.fullmatch(r"(fb|ig):[0-9]{1,32}", event.person)
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
         [None], {"text": "x"}, {"id": {}}, {"mid": "m_x", "text": "x"}, "page", "instagram", "image", "⑨⑨⑨⑨⑨⑨⑨"]
    )  # fmt: skip


# What is said


def taken(calls: list[Call], stand_in: MessengerStandIn | None = None) -> list[Shown]:
    """What people see of calls, once the stand-in has taken them without a problem."""
    stand_in = stand_in or MessengerStandIn()
    for call in calls:
        response = stand_in.take(sent(call))
        assert (response.status, stand_in.problems) == (200, [])
    return stand_in.shown


def sent(call: Call) -> Request:
    assert call.json is not None
    assert TOKEN not in json.dumps(asdict(call))
    headers = {"authorization": f"Bearer {TOKEN}", "content-type": "application/json"}
    return Request(call.method, f"/{VERSION}{call.path}", headers, json.dumps(call.json).encode())


def shown(said: Said, person: str = KIM) -> list[Shown]:
    return taken(channel().calls(said, To(person)))


def cards(messages: list[Shown]) -> list[Any]:
    """Buttons that dial, as number and title."""
    found = [one.raw["message"]["attachment"]["payload"]["buttons"] for one in messages if is_card(one)]
    return [(button["payload"], button["title"]) for buttons in found for button in buttons]


def is_card(one: Shown) -> bool:
    return "attachment" in one.raw["message"]


def letters(text: str) -> str:
    return "".join(letter for letter in text if not letter.isspace())


PIECES = (
    "word", "a", " ", " ", "\n", "\n\n", "*", "_", "~", "`", "```", "> ", "- ", "1. ", "*bold*", "_it_", "snake_case",
    "2*3*4", "🦱", "é", "ليس", "頭髪", "x" * 300, "https://clinic.example/_a_/b*c*?d=_e ", ". ", "<b>", "&", "{{x}}",
)  # fmt: skip
_PIECES = st.sampled_from(PIECES)
_LETTERS = st.text(st.characters(categories=("L", "N", "P", "S", "Zs", "M")), max_size=200)
_TEXTS = st.one_of(_LETTERS, st.lists(_PIECES, max_size=60).map("".join))
_TITLES = st.one_of(st.text(st.characters(categories=("L", "N", "P", "S")), min_size=1, max_size=120), _PIECES.map("Say {}".format), st.sampled_from(["Yes", "No", "Book a consultation"]))  # fmt: skip
_SHORT = st.lists(st.text(st.characters(categories=("L", "N")), min_size=1, max_size=10), max_size=18)
_CHOICES = st.one_of(_SHORT, st.lists(_TITLES, max_size=18)).map(
    lambda titles: tuple(Choice(f"c-{number}", title) for number, title in enumerate(titles))
)
_HEADINGS = st.one_of(st.just(""), st.just("Get help now"), st.text("ab *_~`>-\n🦱", max_size=100))
_PEOPLE = st.sampled_from([KIM, KIM_INSTAGRAM])


@settings(max_examples=200, deadline=None)
@given(_TEXTS, _CHOICES, _HEADINGS, st.booleans(), _PEOPLE)
def test_whatever_is_said_arrives_whole_as_typed_and_within_limits(
    text: str, choices: tuple[Choice, ...], heading: str, urgent: bool, person: str
) -> None:
    arrives(Said(text, choices, heading, URGENT if urgent else ()), person)


def test_also_long_texts_and_headings_arrive_whole_as_typed_and_within_limits() -> None:
    rng = random.Random(2000)
    parts = 0
    for number in range(150):
        text = "".join(rng.choices(PIECES, k=rng.choice([100, 300, 800])))
        heading = "".join(rng.choices(PIECES, k=rng.randrange(30))) if rng.random() < 0.5 else ""
        titles = ["".join(rng.choices(PIECES, k=rng.randrange(1, 8))) + "." for _ in range(rng.randrange(18))]
        choices = tuple(Choice(f"c-{at}", title) for at, title in enumerate(titles))
        said = Said(text, choices, heading[:200], URGENT if rng.random() < 0.5 else ())
        parts += arrives(said, KIM if number % 2 else KIM_INSTAGRAM)
    assert parts > 300


URGENT = (Number("Emergency", "112"), Number("Demo Clinic of London, urgent", "+442079460000"))


def arrives(said: Said, person: str) -> int:
    """Check that something said arrives; return in how many messages."""
    messages = shown(said, person)
    on_instagram = person == KIM_INSTAGRAM
    titles = [" ".join(choice.title.split()) or str(number) for number, choice in enumerate(said.choices, 1)]
    is_long = any(texts.utf16(title) > 20 for title in titles)
    listed = [f"{number}. {title}" for number, title in enumerate(titles, 1) if is_long or on_instagram or number > 13]
    calling = [f"{number.label}: {number.dial}" for number in said.numbers]
    expected = letters("".join([said.heading.upper(), said.text, *calling, *listed]))
    with_text = [one for one in messages if not is_card(one)]
    has_card = bool(said.numbers) and not on_instagram
    assert letters("".join(one.text for one in with_text)) == expected or (
        said.choices and not has_card and messages[0].text == "\u2193"
    )
    assert cards(messages) == ([("+442079460000", "Demo Clinic of Lond…")] if has_card else [])
    assert not has_card or is_card(messages[-1])
    assert [one.choices for one in messages[:-1]] == [()] * (len(messages) - 1) or not messages
    pressed = messages[-1].choices if messages else ()
    assert [id for id, _ in pressed] == [choice.id for choice in said.choices[:13]]
    for number, ((_, title), whole) in enumerate(zip(pressed, titles, strict=False), 1):
        assert title == texts.shorten(f"{number}. {whole}", 20, texts.utf16) if is_long else title == whole
    return len(messages)


def test_nothing_is_said_by_no_call() -> None:
    assert channel().calls(Said(" \n "), To(KIM)) == []
    assert channel().calls(Said("\u200b\n"), To(KIM_INSTAGRAM)) == []


def test_who_writes_on_instagram_is_answered_there_by_way_of_the_page() -> None:
    for person in (KIM, KIM_INSTAGRAM):
        (call,) = channel().calls(Said("Hello"), To(person))
        recipient = {"id": person[3:]}
        assert call == Call(
            "POST",
            f"/{PAGE_ID}/messages",
            {"messaging_type": "RESPONSE", "recipient": recipient, "message": {"text": "Hello"}},
        )


def test_short_titles_are_buttons_alone_where_all_apps_show_them() -> None:
    said = Said("Which?", (Choice("c-0", "Yes"), Choice("c-1", "x" * 20)))
    (message,) = shown(said)
    assert (message.text, message.choices) == ("Which?", (("c-0", "Yes"), ("c-1", "x" * 20)))
    (message,) = shown(said, KIM_INSTAGRAM)  # whose website shows no quick replies
    assert (message.text, message.choices) == (f"Which?\n\n1. Yes\n2. {'x' * 20}", (("c-0", "Yes"), ("c-1", "x" * 20)))


def test_when_one_title_has_no_room_all_are_numbered_lines_and_buttons() -> None:
    (message,) = shown(Said("Which?", (Choice("c-0", "Yes"), Choice("c-1", "How long does it take?"))))
    assert message.text == "Which?\n\n1. Yes\n2. How long does it take?"
    assert message.choices == (("c-0", "1. Yes"), ("c-1", "2. How long does it…"))


def test_more_choices_than_buttons_are_lines_with_their_numbers() -> None:
    choices = tuple(Choice(f"c-{number}", f"Choice {number}") for number in range(1, 16))
    (message,) = shown(Said("", choices))
    assert message.text == "14. Choice 14\n15. Choice 15"
    assert message.choices[-1] == ("c-13", "Choice 13")


def test_limits_are_characters_on_messenger_and_bytes_on_instagram() -> None:
    text = "頭髪 " * 900
    assert [len(shown(Said(text), person)) for person in (KIM, KIM_INSTAGRAM)] == [2, 7]


def test_an_emergency_has_its_heading_first_and_a_button_that_dials_where_there_are_such() -> None:
    said = Said("Call now.", (Choice("c-0", "Menu"),), "Get help now", URGENT)
    text, card = shown(said)
    assert text.text == ("GET HELP NOW\n\nCall now.\n\nEmergency: 112\nDemo Clinic of London, urgent: +442079460000")
    assert card.text == "Demo Clinic of London, urgent: +442079460000"  # 112 has no country, so no button
    assert cards([card]) == [("+442079460000", "Demo Clinic of Lond…")]
    assert (text.choices, card.choices) == ((), (("c-0", "Menu"),))
    (message,) = shown(said, KIM_INSTAGRAM)
    assert message.text == f"{text.text}\n\n1. Menu"
    first, *_ = shown(replace(said, text="Call now. " * 300))
    assert first.text.startswith("GET HELP NOW\n\nCall now.")


@pytest.mark.parametrize(
    "dial", ["112", "+112", "0800123456", "+0442079460000", "", "+44 20 7946 0000", "+１２３４５６７"]
)
def test_what_messenger_cannot_dial_is_a_line(dial: str) -> None:
    (message,) = shown(Said("Call.", numbers=(Number("Help", dial),)))
    assert message.text == f"Call.\n\nHelp: {dial}".strip()


def test_of_many_or_long_numbers_the_card_shows_what_fits_and_the_text_all() -> None:
    numbers = tuple(Number(f"{at} " + "label " * 60, f"+1555010000{at}") for at in range(5))
    text, card = shown(Said("Call.", numbers=numbers))
    assert all(number.dial in text.text for number in numbers)
    assert [dial for dial, _ in cards([card])] == [number.dial for number in numbers[:3]]
    (_, nameless) = shown(Said("Call.", numbers=(Number(" ", "+15550100000"),)))
    assert cards([nameless]) == [("+15550100000", "+15550100000")]


def test_that_a_reply_is_written_is_shown_on_both() -> None:
    stand_in = MessengerStandIn()
    calls = [channel().typing(Event("m_1", person)) for person in (KIM, KIM_INSTAGRAM)]
    assert taken([call for call in calls if call], stand_in) == []
    assert stand_in.typed == [KIM, KIM_INSTAGRAM]


def test_a_reminder_is_sent_within_a_day_only() -> None:
    reminder = Reminder("You come on Monday.", "Demo", "Monday", "H-1234", f"{PUBLIC}/consultations/a")
    for person in (KIM, KIM_INSTAGRAM):
        calls = channel().reminder(reminder, To(person))
        assert calls is not None
        assert calls[0].json is not None
        assert calls[0].json["messaging_type"] == "UPDATE"  # it answers nothing that was written
        assert [one.text for one in taken(calls)] == [reminder.text]
        assert channel().reminder(reminder, To(person, is_open=False)) is None


# What becomes of calls


def failed(code: Any, subcode: Any = None) -> bytes:
    error = {"message": "no", "type": "OAuthException", "code": code, "error_subcode": subcode}
    return json.dumps({"error": {name: value for name, value in error.items() if value is not None}}).encode()


LATER = (-1, 1, 2, 4, 17, 32, 341, 613, 1200, 80006)


@pytest.mark.parametrize(
    ("status", "body", "expected"),
    [
        (200, b'{"recipient_id":"1","message_id":"m_x"}', Done()),
        (200, b"", Done()),
        (500, b"<html>", Again("HTTP 500")),
        (429, b"", Again("HTTP 429", 7.0)),
        (404, b"<html>", Never("HTTP 404")),
        (400, failed("no code"), Never("HTTP 400")),
        *((400, failed(code), Again(f"code {code}", 7.0)) for code in LATER),
        (400, failed(613, 1893016), Again("code 613, subcode 1893016", 7.0)),
        (503, failed(987654), Again("code 987654", 7.0)),
        (400, failed(10, 2018278), Never("more than 24 hours after they wrote (code 10, subcode 2018278)")),
        (400, failed(551, 1545041), Never("they take no messages of ours (code 551, subcode 1545041)", stopped=True)),
        (400, failed(551), Never("they take no messages of ours (code 551)", stopped=True)),
        (400, failed(200, 1545041), Never("they take no messages of ours (code 200, subcode 1545041)", stopped=True)),
        (400, failed(100, 2018001), Never("code 100, subcode 2018001")),
        (400, failed(100), Never("code 100")),
        (400, failed(230), Never("code 230")),
        (400, failed(987654), Never("code 987654")),
    ],
)
def test_outcomes_follow_the_documented_codes(status: int, body: bytes, expected: Outcome) -> None:
    headers = {"retry-after": "7"} if isinstance(expected, Again) and expected.after else {}
    assert channel().outcome(status, headers, body) == expected


@pytest.mark.parametrize(("code", "subcode"), [(190, None), (190, 463), (190, 460), (102, None)])
def test_a_refused_token_is_to_be_copied_again(code: int, subcode: int | None) -> None:
    outcome = channel().outcome(401, {}, failed(code, subcode))
    assert isinstance(outcome, Again)
    assert outcome.why.startswith("token refused; copy HAIRLINE_MESSENGER_TOKEN again")
    assert outcome.after == 60.0


@pytest.mark.parametrize("code", [3, 10, 200, 299, 368])
def test_what_is_refused_to_all_waits_and_what_may_be_refused_to_one_holds_up_no_other(code: int) -> None:
    to_all, to_one = (channel().outcome(403, {}, failed(code, subcode)) for subcode in (None, 1893063))
    assert isinstance(to_all, Again)
    assert isinstance(to_one, Again)
    assert (to_all.after, to_one.after) == (60.0, None)
    assert "channels check" in to_all.why


# Settings


def test_nothing_set_is_off_and_what_is_missing_is_named() -> None:
    assert from_environment({}, "secret", PUBLIC) is None
    assert from_environment({"HAIRLINE_MESSENGER_API": "https://proxy.example"}, "secret", PUBLIC) is None
    for name in SETTINGS:
        with pytest.raises(SettingsError, match=name):
            channel(**{name: ""})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("HAIRLINE_MESSENGER_PAGE_ID", "demo.clinic"),
        ("HAIRLINE_MESSENGER_PAGE_ID", "106195550123456/"),
        ("HAIRLINE_MESSENGER_INSTAGRAM_ID", "@demo.clinic"),
        ("HAIRLINE_MESSENGER_INSTAGRAM_ID", "٣٣٣"),
        ("HAIRLINE_MESSENGER_TOKEN", "EAAG token"),
        ("HAIRLINE_MESSENGER_API", "http://proxy.example"),
    ],
)
def test_settings_that_cannot_be_are_named(name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=name) as wrong:
        channel(**{name: value})
    assert TOKEN not in str(wrong.value)


def test_the_api_is_metas_unless_another_is_set() -> None:
    assert channel().api == f"https://graph.facebook.com/{VERSION}"
    assert channel(HAIRLINE_MESSENGER_API="https://proxy.example/v25.0/").api == "https://proxy.example/v25.0"


def test_the_guide_sets_every_variable_and_names_what_must_be_typed() -> None:
    guide = (ROOT / "docs" / "channels" / "messenger.md").read_text(encoding="utf-8")
    exported = dict(re.findall(r"^export (HAIRLINE_\w+)=(\S+)$", guide, re.MULTILINE))
    assert set(exported) == {*SETTINGS, INSTAGRAM, "HAIRLINE_PUBLIC_URL"}
    assert from_environment(exported, "secret", PUBLIC) is not None
    assert '{"get_started":{"payload":"GET_STARTED"}}' in guide


# Over HTTP


def checked(
    prepare: Callable[[MessengerStandIn], None] = lambda _: None, **changed: str
) -> tuple[list[Finding], list[str]]:
    with MessengerStandIn() as stand_in:
        assert isinstance(stand_in, MessengerStandIn)
        prepare(stand_in)
        provider = from_environment({**stand_in.environment(), **changed}, "secret", PUBLIC)
        assert provider is not None

        async def check() -> list[Finding]:
            async with httpx.AsyncClient() as http:
                return await provider.check(http)

        return asyncio.run(check()), stand_in.problems


def test_check_says_whose_page_it_is_and_that_all_is_connected() -> None:
    found, problems = checked()
    assert [finding.well for finding in found] == [True, True, True]
    assert "Demo Clinic" in found[0].told
    assert problems == []
    assert len(checked(HAIRLINE_MESSENGER_INSTAGRAM_ID="")[0]) == 2


def test_check_says_what_to_mend() -> None:
    (token,), _ = checked(HAIRLINE_MESSENGER_TOKEN="EAAG-old")
    assert not token.well
    assert "HAIRLINE_MESSENGER_TOKEN" in token.mend
    assert "EAAG-old" not in token.told + token.mend
    (page,), _ = checked(HAIRLINE_MESSENGER_PAGE_ID="1")
    assert not page.well
    assert f"of Demo Clinic ({PAGE_ID})" in page.told
    assert "HAIRLINE_MESSENGER_PAGE_ID" in page.mend


@pytest.mark.parametrize(
    ("fields", "missing"),
    [([], "messages and messaging_postbacks"), (["messages", "feed"], "messaging_postbacks"), (["messaging_postbacks"], "messages")],
)  # fmt: skip
def test_check_says_what_the_page_is_not_subscribed_to(fields: list[str], missing: str) -> None:
    (_, found, _), problems = checked(lambda stand_in: setattr(stand_in, "fields", fields))
    assert not found.well
    assert f"subscribe the page to {missing} (" in found.mend
    assert problems == []


def test_check_says_which_instagram_account_it_is() -> None:
    (*_, none), _ = checked(lambda stand_in: setattr(stand_in, "linked", None))
    assert (none.well, none.told) == (False, "no Instagram account is linked to the page")
    (*_, other), _ = checked(HAIRLINE_MESSENGER_INSTAGRAM_ID="17841400000000000")
    assert not other.well
    assert INSTAGRAM_ID in other.told
    assert INSTAGRAM in other.mend


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (httpx.Response(503, text="<html>"), "cannot answer now"),
        (httpx.Response(400, content=failed(4)), "cannot answer now"),
        (httpx.Response(200, text="<html>a proxy's page"), "does not understand"),
        (httpx.Response(400, content=failed(100)), "does not understand"),
        (httpx.Response(403, text="<html>"), "refuses the token"),
        (httpx.Response(400, content=failed(200)), "refuses the token"),
        (httpx.Response(200, content=b'{"id": 7, "name": []}'), "of nobody"),
    ],
)
def test_check_bears_odd_answers(answer: httpx.Response, told: str) -> None:
    def later(request: httpx.Request) -> httpx.Response:
        """The same, but only once the first question was answered."""
        return httpx.Response(200, json={"id": PAGE_ID, "name": "Demo"}) if "/me" in str(request.url) else answer

    async def check(answering: Callable[[httpx.Request], httpx.Response]) -> list[Finding]:
        async with httpx.AsyncClient(transport=httpx.MockTransport(answering)) as http:
            return await channel().check(http)

    (finding,) = asyncio.run(check(lambda _: answer))
    assert not finding.well
    assert told in finding.told
    assert [one.well for one in asyncio.run(check(later))] == [True, False, False]


def test_a_message_goes_out_over_http_with_the_token_in_its_header_only() -> None:
    with MessengerStandIn() as stand_in:
        assert isinstance(stand_in, MessengerStandIn)
        provider = from_environment(stand_in.environment(), "secret", PUBLIC)
        assert provider is not None
        stand_in.closed, stand_in.gone = {stand_in.person(2)}, {stand_in.person(3)}

        async def outcome(person: str, http: httpx.AsyncClient) -> Outcome:
            (call,) = provider.calls(Said("Hello 🦱"), To(person))
            answer = await made(provider, call, http)
            headers = {name.lower(): value for name, value in answer.headers.items()}
            return provider.outcome(answer.status_code, headers, answer.content)

        async def send() -> list[Outcome]:
            async with httpx.AsyncClient() as http:
                found = [await outcome(stand_in.person(number), http) for number in (1, 2, 3, 4)]
                stand_in.failing = lambda _: Response(429, {}, {"Retry-After": "3"})
                return [*found, await outcome(stand_in.person(1), http)]

        taken_, closed, gone, on_instagram, busy = asyncio.run(send())
        assert (taken_, on_instagram, busy) == (Done(), Done(), Again("HTTP 429", 3.0))
        assert isinstance(closed, Never)
        assert isinstance(gone, Never)
        assert (closed.stopped, gone.stopped) == (False, True)
        assert [(one.to, one.text) for one in stand_in.shown] == [(stand_in.person(n), "Hello 🦱") for n in (1, 4)]
        assert stand_in.problems == []


def test_the_stand_in_brings_what_meta_brings() -> None:
    stand_in = MessengerStandIn()
    for number in (1, 2):
        person = stand_in.person(number)
        (said,) = channel().receive(asked(stand_in.message(person, "Hi", id="m_1", at=SENT)), NOW).events
        assert said == Event("m_1", person, SENT, "Hi")
        (pressed,) = channel().receive(asked(stand_in.press(person, "c-0", "Yes", id="m_2", at=SENT)), NOW).events
        assert pressed == Event("m_2", person, SENT, "Yes", "c-0")
