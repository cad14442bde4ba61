"""Slack: who may speak, what is read, what is said within its limits, and what becomes of it."""

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
from urllib.parse import parse_qs

import httpx
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

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
    RefusedError,
    Reminder,
    Said,
    To,
)
from bot.channels.messengers.reading import mapping
from bot.channels.slack import SETTINGS, Slack, from_environment
from bot.channels.slack_reading import plain
from bot.channels.slack_saying import BUTTONS, LINKS, messages
from index.errors import SettingsError
from tests.services.messengers.slack import SECRET, TEAM, TOKEN, SlackStandIn, escaped
from tests.services.messengers.standin import Request, Response, Webhook

NOW = 1_767_225_600.0
PUBLIC = "https://clinic.example"
FIXTURES = sorted((Path(__file__).parent / "events" / "slack").glob("*.json"))
GUIDE = Path(__file__).parents[4] / "docs" / "channels" / "slack.md"
ENV = {"HAIRLINE_SLACK_TOKEN": TOKEN, "HAIRLINE_SLACK_SIGNING_SECRET": SECRET, "HAIRLINE_SLACK_TEAM": TEAM}
STAND_IN = SlackStandIn()
STAND_IN.clock = lambda: NOW
PERSON = STAND_IN.person(1)
TO = To(PERSON, {"channel": f"D{PERSON[1:]}"})
EVENT = asdict(Event("", ""))


def slack(**env: str) -> Slack:
    found = from_environment({**ENV, **env}, "secret", PUBLIC)
    assert found is not None
    return found


APP = slack()


def asked(webhook: Webhook) -> Asked:
    return Asked(webhook.method, PUBLIC + webhook.path, webhook.headers, {}, webhook.body)


def webhook(sample: dict[str, Any]) -> Webhook:
    """The request of a sample: JSON, a form, or a form with an interaction."""
    if "payload" in sample:
        return STAND_IN.form({"payload": json.dumps(sample["payload"])})
    return STAND_IN.form(sample["form"]) if "form" in sample else STAND_IN.signed(sample["json"])


def refused(request: Asked, now: float = NOW) -> tuple[str, int]:
    with pytest.raises(RefusedError) as found:
        APP.receive(request, now)
    return found.value.reason, found.value.status


def shown(said: Said, to: To = TO) -> SlackStandIn:
    """Have the stand-in take what is said; it must find nothing wrong with it."""
    stand_in = SlackStandIn()
    for call in APP.calls(said, to):
        answer = stand_in.take(request_of(call))
        assert (answer.status, answer.body["ok"]) == (200, True)
    assert stand_in.problems == []
    return stand_in


def request_of(call: Call) -> Request:
    body = json.dumps(call.json, ensure_ascii=False, separators=(",", ":")).encode()
    headers = {"content-type": "application/json", "authorization": f"Bearer {TOKEN}"}
    return Request(call.method, f"/api{call.path}", headers, body)


# Who may speak.


def hello() -> Asked:
    return asked(STAND_IN.message(PERSON, "Hello", id="1", at=NOW))


def test_what_slack_signed_is_taken() -> None:
    received = APP.receive(hello(), NOW)
    (event,) = received.events
    assert (event.person, event.text, event.at, event.about) == (PERSON, "Hello", NOW, TO.about)
    assert (received.answered.status, received.answered.body) == (200, b"")


def test_the_signature_is_the_one_of_slacks_documentation() -> None:
    """The example of https://docs.slack.dev/authentication/verifying-requests-from-slack; its form is a command's."""
    body = (
        b"token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V"
        b"&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text="
        b"&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN"
        b"&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c"
    )
    headers = {
        "content-type": "application/x-www-form-urlencoded",
        "x-slack-request-timestamp": "1531420618",
        "x-slack-signature": "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503",
    }
    app = slack(HAIRLINE_SLACK_SIGNING_SECRET="8f742231b10e8888abcd99yyyzzz85a5")
    assert app.receive(Asked("POST", PUBLIC, headers, {}, body), 1_531_420_618.0).events == ()


@pytest.mark.parametrize(("later", "taken"), [(300, True), (-300, True), (301, False), (-301, False), (1e9, False)])
def test_clocks_may_differ_by_five_minutes(later: float, taken: bool) -> None:
    request = asked(STAND_IN.message(PERSON, "Hello", id="1", at=NOW + later))
    if taken:
        assert len(APP.receive(request, NOW + later).events) == 1
    else:
        assert refused(request, NOW + later) == ("stale", 403)


@pytest.mark.parametrize("missing", ["x-slack-signature", "x-slack-request-timestamp"])
def test_without_a_signature_and_its_time_nothing_is_taken(missing: str) -> None:
    headers = {name: value for name, value in hello().headers.items() if name != missing}
    assert refused(replace(hello(), headers=headers)) == ("unsigned", 403)


def test_a_time_that_is_none_is_stale_even_if_signed() -> None:
    stand_in = SlackStandIn()
    stand_in.clock = lambda: 10**15
    assert refused(asked(stand_in.message(PERSON, "Hello", id="1", at=NOW))) == ("stale", 403)


def test_slack_may_try_whether_the_address_is_ours() -> None:
    body = {"token": "x", "challenge": "3eZbrw1aBm2rZgRNFdxV2595E9CY3gmdALWMmHkvFXO7", "type": "url_verification"}
    received = APP.receive(asked(STAND_IN.signed(body)), NOW)
    assert received.events == ()
    assert (received.answered.status, received.answered.body.decode()) == (200, body["challenge"])
    assert received.answered.type.startswith("text/plain")
    unsigned = replace(asked(STAND_IN.signed(body)), headers={"content-type": "application/json"})
    assert refused(unsigned) == ("unsigned", 403)
    assert APP.receive(asked(STAND_IN.signed({**body, "challenge": "\ud800"})), NOW).answered.body == b"?"
    assert APP.receive(asked(STAND_IN.signed({**body, "challenge": ["x"]})), NOW).answered.body == b""


@pytest.mark.parametrize("body", [b"", b"null", b"[]", b"\xff", b'"x"', b"[" * 9_000])
def test_what_is_signed_and_no_json_is_unreadable(body: bytes) -> None:
    assert refused(asked(STAND_IN.signed(body))) == ("unreadable", 400)


@pytest.mark.parametrize("payload", ["null", "[]", "{", "\u00e9", "[" * 9_000])
def test_an_interaction_that_is_no_json_is_unreadable(payload: str) -> None:
    assert refused(asked(STAND_IN.form({"payload": payload}))) == ("unreadable", 400)


def test_forms_of_other_kinds_are_let_pass_or_are_unreadable() -> None:
    assert APP.receive(asked(STAND_IN.form({"payload": ""})), NOW).events == ()
    assert refused(asked(STAND_IN.form({f"field{at}": "x" for at in range(31)}))) == ("unreadable", 400)


def test_500_altered_requests_are_refused_and_the_whole_one_is_taken() -> None:
    rng = random.Random(31)
    whole = [hello(), asked(STAND_IN.press(PERSON, "c-1", "Cost", id="2", at=NOW))]
    reasons = set()
    for alter in rng.choices(ALTERATIONS, k=500):
        altered = alter(rng.choice(whole), rng)
        request, now = altered if isinstance(altered, tuple) else (altered, NOW)
        reasons.add(refused(request, now)[0])
    assert reasons == {"unsigned", "altered", "stale", "method"}
    assert [len(APP.receive(one, NOW).events) for one in whole] == [1, 1]


def _header(asked: Asked, name: str, value: str) -> Asked:
    return replace(asked, headers={**asked.headers, name: value})


def _other_byte(raw: bytes, rng: random.Random) -> bytes:
    place = rng.randrange(len(raw))
    return raw[:place] + bytes([raw[place] ^ (1 << rng.randrange(8))]) + raw[place + 1 :]


def _other_letter(text: str, rng: random.Random) -> str:
    place = rng.randrange(len(text))
    return (
        text[:place] + rng.choice([one for one in "0189afAFv=\u00e9\udcff" if one != text[place]]) + text[place + 1 :]
    )


SIGNATURE, TIME = "x-slack-signature", "x-slack-request-timestamp"
ALTERATIONS: list[Callable[[Asked, random.Random], Any]] = [
    lambda asked, rng: replace(asked, body=_other_byte(asked.body, rng)),
    lambda asked, rng: replace(asked, body=asked.body[: rng.randrange(len(asked.body))]),
    lambda asked, rng: replace(asked, body=asked.body + rng.choice([b" ", b"\n", b"&payload={}", b"\x00"])),
    lambda asked, _: replace(asked, body=asked.body.replace(PERSON.encode(), STAND_IN.person(2).encode())),
    lambda asked, rng: _header(asked, SIGNATURE, _other_letter(asked.headers[SIGNATURE], rng)),
    lambda asked, rng: _header(asked, SIGNATURE, asked.headers[SIGNATURE][: rng.randrange(1, 66)]),
    lambda asked, rng: _header(asked, SIGNATURE, asked.headers[SIGNATURE] + rng.choice([" ", "0", ",v0=0", "\n"])),
    lambda asked, rng: _header(asked, SIGNATURE, f"v0={rng.getrandbits(256):064x}"),
    lambda asked, _: _header(asked, SIGNATURE, asked.headers[SIGNATURE].replace("v0", "v1")),
    lambda asked, _: _header(asked, SIGNATURE, ""),
    lambda asked, rng: _header(asked, TIME, str(int(NOW) + rng.choice([-1, 1]) * rng.randint(1, 10**6))),
    lambda asked, rng: _header(asked, TIME, rng.choice(["x", " 1", "1e9", "-1", "\u0661", "\udcff", "9" * 999])),
    lambda asked, _: _header(asked, TIME, ""),
    lambda asked, _: replace(asked, headers={}),
    lambda asked, rng: (asked, NOW + 301 + rng.randrange(10**8)),
    lambda asked, rng: (asked, NOW - 301 - rng.randrange(10**8)),
    lambda asked, rng: replace(asked, method=rng.choice(["GET", "PUT", "DELETE", "HEAD"])),
]


def test_1000_fuzzed_but_signed_bodies_raise_nothing_else_and_let_no_stranger_in() -> None:
    rng = random.Random(32)
    samples = [sample for path in FIXTURES if "form" not in (sample := json.loads(path.read_text(encoding="utf-8")))]
    let_in = 0
    for _ in range(1_000):
        sample = copy.deepcopy(rng.choice(samples))
        body = sample.get("json") or sample["payload"]
        _mangle(body, rng)
        raw = json.dumps(body).encode()
        if rng.random() < 0.1:
            place = rng.randrange(len(raw) + 1)
            raw = raw[:place] + rng.randbytes(3) + raw[place:]
        sent = STAND_IN.signed(raw) if "json" in sample else STAND_IN.form({"payload": raw.decode("latin-1")})
        try:
            found = APP.receive(asked(sent), NOW).events
        except RefusedError as error:
            assert (error.reason, error.status) == ("unreadable", 400)  # noqa: PT017
            continue
        for event in found:
            read = json.loads(raw if "json" in sample else parse_qs(sent.body.decode())["payload"][0])
            assert (read.get("team_id") or mapping(read, "team").get("id")) == TEAM
            assert event.person == (mapping(read, "event").get("user") or mapping(read, "user").get("id"))
            assert event.about["channel"].startswith("D")
            assert not mapping(read, "event").get("bot_id")
            json.dumps(asdict(event))
        let_in += len(found)
    assert let_in > 100  # also what is only half broken was tried


ODD: list[Any] = [
    None, True, False, 0, -1, 1.5, 2**53, 10**400, float("nan"), float("inf"), "", "x" * 500, "\ud800", [], [[]],
    [None], {}, {"id": {}}, [{"mimetype": 3}], "im", "1767225599.000001", {"text": []}, "T0555OTHERS",
]  # fmt: skip


def _mangle(found: Any, rng: random.Random) -> None:
    """Replace or drop a few values anywhere."""
    for _ in range(rng.randint(1, 3)):
        inner = found
        while isinstance(inner, dict | list) and inner:
            key = rng.choice(list(inner)) if isinstance(inner, dict) else rng.randrange(len(inner))
            if rng.random() < 0.35 or not isinstance(inner[key], dict | list):
                if isinstance(inner, dict) and rng.random() < 0.3:
                    del inner[key]
                else:
                    inner[key] = copy.deepcopy(rng.choice(ODD))
                break
            inner = inner[key]


# What is read.


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.stem)
def test_each_kind_of_request_is_read_as_what_it_is(path: Path) -> None:
    sample = json.loads(path.read_text(encoding="utf-8"))
    received = APP.receive(asked(webhook(sample)), NOW)
    assert [asdict(event) for event in received.events] == [{**EVENT, **one} for one in sample["events"]]
    assert (received.answered.status, received.answered.body) == (200, b"")


def test_what_is_told_again_has_the_same_id_and_other_things_another() -> None:
    def id(sent: Webhook) -> str:
        return APP.receive(asked(sent), NOW).events[0].id

    assert id(STAND_IN.message(PERSON, "Hi", id="7", at=NOW)) == id(STAND_IN.message(PERSON, "Hi", id="7", at=NOW))
    assert id(STAND_IN.message(PERSON, "Hi", id="7", at=NOW)) != id(STAND_IN.message(PERSON, "Hi", id="8", at=NOW))
    one, other = (STAND_IN.press(PERSON, "c-1", "Cost", id=name, at=NOW) for name in "78")
    assert id(one) != id(other)


def test_a_press_that_slack_sends_without_a_trigger_keeps_its_id() -> None:
    payload = STAND_IN.pressed(PERSON, "c-1", "Cost", id="1", at=NOW)
    del payload["trigger_id"]
    ids = {APP.receive(asked(webhook({"payload": payload})), NOW).events[0].id for _ in range(2)}
    assert len(ids) == 1


def test_the_form_is_known_by_its_type_however_that_is_written() -> None:
    request = asked(STAND_IN.press(PERSON, "c-1", "Cost", id="1", at=NOW))
    typed = _header(request, "content-type", "Application/X-WWW-Form-urlencoded; charset=utf-8")
    assert len(APP.receive(typed, NOW).events) == 1
    assert refused(_header(request, "content-type", "application/json")) == ("unreadable", 400)


@given(st.text(max_size=200))
@settings(max_examples=150, deadline=None)
def test_what_slack_escaped_is_read_as_typed(text: str) -> None:
    assert plain(escaped(text)) == text.strip()


@given(st.text(alphabet=st.sampled_from("<>@#!|&;ltamp^ax \n"), max_size=300))
@settings(max_examples=150, deadline=None)
def test_no_text_is_too_odd_to_read(text: str) -> None:
    plain(text)


# What is said.


def test_a_text_is_sent_as_typed_without_markup_and_previews() -> None:
    text = "*bold* _it_ ~no~ `code` :smile: <@U0555000001> <!channel> &amp; a<b>c & d\n> no quote\n- 1. #general\n\nend"
    (call,) = APP.calls(Said(text), TO)
    section = {"type": "rich_text_section", "elements": [{"type": "text", "text": text}]}
    assert (call.method, call.path, call.form) == ("POST", "/chat.postMessage", None)
    assert call.json == {
        "channel": TO.about["channel"],
        "text": escaped(text),
        "blocks": [{"type": "rich_text", "elements": [section]}],
        "mrkdwn": False,
        "unfurl_links": False,
        "unfurl_media": False,
    }
    (one,) = shown(Said(text)).shown
    assert (one.to, one.text, one.raw["spoken"]) == (PERSON, text, text)


@pytest.mark.parametrize(
    ("text", "urls"),
    [
        ("See https://example.com/a_b_c?d=1&e=*2*#f.", ["https://example.com/a_b_c?d=1&e=*2*#f"]),
        (
            "(https://example.com/a) and https://example.com:84, too",
            ["https://example.com/a", "https://example.com:84"],
        ),
        ("https://en.example.org/wiki/Hair_(disambiguation)", ["https://en.example.org/wiki/Hair_(disambiguation)"]),
        ("https://example.com!", ["https://example.com"]),
        ("no https:// or https://localhost or http://example.com or xhttps://example.com", []),
        ("https://ex\u00e4mple.com https://example.com\u202e/x", ["https://example.com"]),
        ("https://example.com<script>", ["https://example.com"]),
    ],
)
def test_links_can_be_clicked_and_stand_as_typed(text: str, urls: list[str]) -> None:
    (one,) = shown(Said(text)).shown
    assert one.text == text
    elements = one.raw["blocks"][0]["elements"][0]["elements"]
    assert [element["url"] for element in elements if element["type"] == "link"] == urls


def test_too_many_links_are_text() -> None:
    text = " ".join(f"https://example.com/{at}" for at in range(LINKS + 5))
    (one,) = shown(Said(text)).shown
    elements = one.raw["blocks"][0]["elements"][0]["elements"]
    assert len([element for element in elements if element["type"] == "link"]) == LINKS
    assert one.text == text


def test_an_emergency_has_its_heading_first_and_numbers_that_call() -> None:
    numbers = (Number("Emergency services", "999"), Number("Example Clinic & night line (24/7)", "+15550100100"))
    (one,) = shown(Said("Call now.", (Choice("c-1", "I am safe"),), "Get help *now* <1>", numbers)).shown
    header, text, calls, buttons = one.raw["blocks"]
    heading = {"type": "plain_text", "text": "Get help *now* &lt;1&gt;", "emoji": False}
    assert header == {"type": "header", "text": heading}
    assert (text["type"], buttons["type"]) == ("rich_text", "actions")
    assert calls["text"] == {
        "type": "mrkdwn",
        "text": "Emergency services: <tel:999|999>\n"
        "Example Clinic &amp; night line (24/7): <tel:+15550100100|+15550100100>",
        "verbatim": True,
    }
    lines = "Emergency services: 999\nExample Clinic & night line (24/7): +15550100100"
    assert one.text == f"Get help *now* <1>\n\nCall now.\n\n{lines}" == one.raw["spoken"]


@pytest.mark.parametrize(
    "number",
    [
        Number("*Now*", "999"),
        Number("> 1", "999"),
        Number(":sos:", "999"),
        Number("Now", "0800 555"),
        Number("", "999"),
    ],
)
def test_numbers_that_markup_cannot_hold_are_lines_of_text(number: Number) -> None:
    (one,) = shown(Said("Call.", heading="Help", numbers=(Number("Emergency", "112"), number))).shown
    assert [block["type"] for block in one.raw["blocks"]] == ["header", "rich_text"]
    assert one.text == f"Help\n\nCall.\n\nEmergency: 112\n{number.label}: {number.dial}"


def test_a_heading_that_is_too_long_is_read_whole_below() -> None:
    heading = "Call your local emergency number now " * 6
    (one,) = shown(Said("Text.", heading=heading)).shown
    assert one.raw["blocks"][0]["text"]["text"].endswith("\u2026")
    assert " ".join(heading.split()) in one.text


def test_more_choices_than_buttons_are_numbered_lines() -> None:
    choices = tuple(Choice(f"c-{at}", f"Choice {at}") for at in range(1, BUTTONS + 3))
    (one,) = shown(Said("Which?", choices)).shown
    assert len(one.choices) == BUTTONS
    assert one.text == f"Which?\n\n{BUTTONS + 1}. Choice {BUTTONS + 1}\n{BUTTONS + 2}. Choice {BUTTONS + 2}"


def test_a_title_that_is_cut_is_read_whole_beside_its_number() -> None:
    long = "What happens to the grafts between their extraction and their placement, & who counts them?"
    (one,) = shown(Said("Which?", (Choice("c-1", "Cost"), Choice("c-2", long)))).shown
    assert one.choices[1][1].endswith("\u2026")
    assert one.text == f"Which?\n\n2. {long}"


def test_the_same_choice_twice_has_two_buttons() -> None:
    (one,) = shown(Said("Which?", (Choice("c-1", "Cost"), Choice("c-1", "Cost")))).shown
    assert one.choices == (("c-1", "Cost"), ("c-1", "Cost"))


def test_a_long_text_comes_in_parts_and_its_buttons_stand_under_the_last() -> None:
    *before, last = shown(Said("A sentence of words. " * 600, (Choice("c-1", "More"),), "Heading")).shown
    assert [bool(one.choices) for one in before] == [False] * 4
    assert [one.raw["blocks"][0]["type"] for one in before] == ["header", *["rich_text"] * 3]
    assert last.choices == (("c-1", "More"),)


def test_what_is_asked_in_a_thread_is_answered_there() -> None:
    message = STAND_IN.written(PERSON, {"text": "and?", "thread_ts": "1767225000.000100"}, id="1", at=NOW)
    (event,) = APP.receive(asked(message), NOW).events
    (one,) = shown(Said("So."), To(event.person, event.about)).shown
    assert one.raw["thread_ts"] == "1767225000.000100"


def test_without_a_channel_the_person_is_written_to() -> None:
    (one,) = shown(Said("Hi"), To(PERSON)).shown
    assert (one.to, one.raw["channel"]) == (PERSON, PERSON)


def test_choices_without_a_text_and_nothing_at_all() -> None:
    (one,) = shown(Said("", (Choice("c-1", "More"), Choice("c-2", " ")))).shown
    assert one.choices == (("c-1", "More"), ("c-2", "2"))
    assert one.raw["spoken"].startswith("1. More")
    (one,) = shown(Said("", heading="Stop")).shown
    assert one.text == "Stop"
    assert APP.calls(Said(" \u200b\n", heading=" "), TO) == []


@pytest.mark.parametrize(
    "sign", ["\\", '"', "&", "<", "\u4e16", "\U0001f642", "a\n", "\\\n", "https://a.bc ", "\x01 b"]
)
def test_nothing_is_too_large_for_slack(sign: str) -> None:
    choices = tuple(Choice(f"c-{at}".ljust(20, "9"), (sign * 90)[:80]) for at in range(30))
    numbers = tuple(Number("Label " * 12, "+" + "9" * 15) for _ in range(9))
    for some in (numbers, numbers[:8]):
        said = Said(sign * 4_000, choices, (sign * 900)[:700], some)
        read = "".join("".join(one.text.split()) for one in shown(said).shown)
        assert _squeezed(sign * 4_000) in read


TEXTS = st.text(st.characters(exclude_categories=("Cs",)), max_size=300)
MARKED = st.text(st.sampled_from("*_~`:<>&;ltgamp@#!|^ \n-1.https://example.com"), max_size=300)
LONG = st.builds(lambda text, times: text * times, TEXTS | MARKED, st.sampled_from([1, 1, 7, 60]))
IDS = st.text("abcxyz0189:-", min_size=1, max_size=20)
CHOICES = st.lists(st.builds(Choice, IDS, TEXTS | MARKED), max_size=20).map(tuple)
LABELS = TEXTS | MARKED | st.from_regex(r"[A-Z][a-z &(]{1,30}", fullmatch=True)
NUMBERS = st.lists(st.builds(Number, LABELS, st.from_regex(r"\+?[0-9]{2,15}", fullmatch=True)), max_size=6).map(tuple)


@given(LONG, CHOICES, TEXTS | MARKED, NUMBERS)
@settings(max_examples=200, deadline=None)
def test_whatever_is_said_keeps_to_the_limits_and_loses_no_word(
    text: str, choices: tuple[Choice, ...], heading: str, numbers: tuple[Number, ...]
) -> None:
    seen = shown(Said(text, choices, heading, numbers)).shown
    read = "".join("".join(one.text.split()) for one in seen)
    for words in (heading, text, *(f"{number.label}: {number.dial}" for number in numbers)):
        if _visible(_clean(words)):
            assert _squeezed(words) in read
    for number, choice in enumerate(choices, 1):
        titles = [title for one in seen for id, title in one.choices if id == choice.id]
        whole = " ".join(_clean(choice.title).split())
        if _visible(whole):
            assert whole in titles or f"{number}.{_squeezed(whole)}" in read
    assert bool(seen) == (_visible(_clean(text)) or _visible(_clean(heading)) or bool(choices) or bool(numbers))


def _visible(text: str) -> bool:
    return any(letter.isprintable() and not letter.isspace() for letter in text)


def _clean(text: str) -> str:
    """Without signs that nobody sees, which are left out."""
    return re.sub("[\x00-\x08\x0b-\x1f\x7f]", lambda found: "\n" if found[0] == "\r" else "", text)


def _squeezed(text: str) -> str:
    return "".join(_clean(text).split())


@given(LONG)
@settings(max_examples=100, deadline=None)
def test_words_keep_their_order_and_are_spoken_as_they_are_shown(text: str) -> None:
    sent = messages(Said(text))
    runs = [run for one in sent for run in one["blocks"][0]["elements"][0]["elements"]]
    whole = _squeezed(text) if _visible(_clean(text)) else ""
    assert _squeezed("".join(run.get("text") or run["url"] for run in runs)) == whole
    assert _squeezed("".join(plain(one["text"]) for one in sent)) == whole


def test_no_typing_is_shown_and_no_reminder_is_sent() -> None:
    assert APP.typing(Event("1", PERSON, about=TO.about)) is None
    assert APP.reminder(Reminder("a", "b", "c", "d", "e"), TO) is None


# What becomes of it.


def outcome(error: str, status: int = 200, **headers: str) -> Any:
    return APP.outcome(status, headers, json.dumps({"ok": False, "error": error}).encode())


def test_what_is_taken_is_done() -> None:
    assert APP.outcome(200, {}, b'{"ok": true, "channel": "D1", "ts": "1.2", "warning": "missing_charset"}') == Done()


@pytest.mark.parametrize(
    "error",
    ["channel_not_found", "user_is_bot", "is_archived", "msg_too_long", "invalid_blocks", "msg_blocks_too_long",
     "messages_tab_disabled", "no_text", "restricted_action", "access_denied", "error_of_tomorrow"],
)  # fmt: skip
def test_what_never_will_be_taken(error: str) -> None:
    assert outcome(error) == Never(f"Slack refuses it: {error}")


@pytest.mark.parametrize("error", ["", "Kim Example wrote <something>", "x" * 61])
def test_odd_codes_are_not_repeated(error: str) -> None:
    assert outcome(error) == Never("Slack refuses it: an unknown error")


@pytest.mark.parametrize("error", ["ratelimited", "rate_limited"])
@pytest.mark.parametrize("status", [200, 429])
def test_slack_is_left_alone_as_long_as_it_asks(error: str, status: int) -> None:
    assert outcome(error, status, **{"retry-after": "30"}) == Again("too many messages at once", 30.0)
    assert outcome(error, status) == Again("too many messages at once")


@pytest.mark.parametrize("error", ["fatal_error", "internal_error", "service_unavailable", "request_timeout"])
def test_what_failed_at_slack_is_tried_again(error: str) -> None:
    assert outcome(error) == Again(f"Slack failed: {error}")


@pytest.mark.parametrize("error", ["invalid_auth", "token_revoked", "account_inactive", "not_authed", "token_expired"])
def test_a_refused_token_waits_to_be_copied_again(error: str) -> None:
    found = outcome(error)
    assert isinstance(found, Again)
    assert found.after == 60.0
    assert "HAIRLINE_SLACK_TOKEN" in found.why


def test_a_missing_scope_waits_to_be_granted() -> None:
    found = outcome("missing_scope")
    assert isinstance(found, Again)
    assert "chat:write" in found.why


@pytest.mark.parametrize(
    ("status", "body", "kind"),
    [
        (500, b"<html>", Again),
        (503, b"", Again),
        (429, b"", Again),
        (404, b"", Never),
        (200, b"<html>", Again),
        (302, b"", Never),
    ],
)
def test_what_is_not_slacks_own_answer_is_judged_by_its_status(status: int, body: bytes, kind: type) -> None:
    assert isinstance(APP.outcome(status, {}, body), kind)


# Settings, and asking Slack.


def test_nothing_set_is_off() -> None:
    assert from_environment({"HAIRLINE_SLACK_API": "https://example.com"}, "secret", PUBLIC) is None


@pytest.mark.parametrize("missing", list(SETTINGS))
def test_what_is_missing_is_named(missing: str) -> None:
    with pytest.raises(SettingsError, match=missing) as found:
        from_environment({**ENV, missing: ""}, "secret", PUBLIC)
    assert not any(value in str(found.value) for value in (TOKEN, SECRET))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("HAIRLINE_SLACK_TOKEN", "xoxp-5550000000001-madeUpForTests"),
        ("HAIRLINE_SLACK_TOKEN", "xoxe.xoxb-1-madeUpForTests"),
        ("HAIRLINE_SLACK_TOKEN", "xapp-1-madeUpForTests"),
        ("HAIRLINE_SLACK_TEAM", "example-clinic"),
        ("HAIRLINE_SLACK_TEAM", "E0555EXAMPLE"),
    ],
)
def test_what_is_another_thing_is_named(name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=name) as found:
        from_environment({**ENV, name: value}, "secret", PUBLIC)
    assert value not in str(found.value)


def test_slack_is_called_at_its_own_address_unless_told_otherwise() -> None:
    assert APP.api == "https://slack.com/api"
    assert slack(HAIRLINE_SLACK_API="https://proxy.example/slack/").api == "https://proxy.example/slack"
    with pytest.raises(SettingsError, match="HAIRLINE_SLACK_API"):
        slack(HAIRLINE_SLACK_API="http://example.com")


def over_http(stand_in: SlackStandIn, task: Callable[[Slack, httpx.AsyncClient], Any]) -> Any:
    """Do something with a provider that talks to a stand-in that listens."""
    app = slack(HAIRLINE_SLACK_API=f"{stand_in.url}/api")

    async def running() -> Any:
        async with httpx.AsyncClient(trust_env=False) as http:
            return await task(app, http)

    return asyncio.run(running())


def test_a_message_comes_and_its_reply_goes_over_http() -> None:
    async def task(app: Slack, http: httpx.AsyncClient) -> None:
        (event,) = app.receive(asked(STAND_IN.message(PERSON, "Hi", id="1", at=NOW)), NOW).events
        (call,) = app.calls(Said("Hello & <you> \U0001f642", (Choice("c-1", "More"),)), To(event.person, event.about))
        assert TOKEN not in repr(call)
        answer = await made(app, call, http)
        assert app.outcome(answer.status_code, {}, answer.content) == Done()
        answer = await made(app, call, http)
        headers = {name.lower(): value for name, value in answer.headers.items()}
        assert app.outcome(answer.status_code, headers, answer.content) == Again("too many messages at once", 1.0)

    with SlackStandIn(burst=1) as stand_in:
        assert isinstance(stand_in, SlackStandIn)
        stand_in.clock = lambda: NOW  # both messages are of the same second
        over_http(stand_in, task)
        assert stand_in.problems == []
        (one,) = stand_in.shown
        assert (one.to, one.text, one.choices) == (PERSON, "Hello & <you> \U0001f642", (("c-1", "More"),))


def test_the_token_goes_nowhere_but_to_slack() -> None:
    async def task(path: str) -> Any:
        async with httpx.AsyncClient() as http:
            return await APP.authorised(Call("POST", path), http)

    assert asyncio.run(task("/chat.postMessage")) == {"Authorization": f"Bearer {TOKEN}"}
    for path in ("https://example.com/", "https://slack.com/apifoo", "https://slack.com.example.com/api/"):
        with pytest.raises(ValueError, match="Slack") as found:
            asyncio.run(task(path))
        assert TOKEN not in str(found.value)


def checked(change: Callable[[SlackStandIn], None] = lambda _: None) -> list[Finding]:
    with SlackStandIn() as stand_in:
        assert isinstance(stand_in, SlackStandIn)
        change(stand_in)
        found: list[Finding] = over_http(stand_in, Slack.check)
        assert stand_in.problems == []
        assert TOKEN not in repr(found)
        return found


def test_check_tells_whose_the_token_is_what_it_may_and_which_webhook_to_enter() -> None:
    account, scopes, urls = checked()
    assert account == Finding(True, "messages go out from @assistant in the workspace Example Clinic")
    assert scopes == Finding(True, "the token has the scopes chat:write and im:history")
    assert urls.well
    assert f"{PUBLIC}/messengers/slack" in urls.told


def test_check_tells_that_the_token_is_refused() -> None:
    (found,) = checked(lambda stand_in: setattr(stand_in, "token", "another"))
    assert (found.well, found.told) == (False, "Slack refuses the token")
    assert "HAIRLINE_SLACK_TOKEN" in found.mend


def test_check_tells_that_the_token_is_another_workspaces() -> None:
    account, *_ = checked(lambda stand_in: setattr(stand_in, "team", "T0555OTHERS"))
    assert not account.well
    assert "T0555OTHERS" in account.told
    assert "HAIRLINE_SLACK_TEAM" in account.mend


@pytest.mark.parametrize(
    ("held", "missing"),
    [("im:history", "chat:write"), ("chat:write.public, im:read", "chat:write and im:history"), ("", "im:history")],
)
def test_check_tells_which_scopes_are_missing(held: str, missing: str) -> None:
    _, scopes, _ = checked(lambda stand_in: setattr(stand_in, "scopes", held))
    assert not scopes.well
    assert missing in scopes.told
    assert "install" in scopes.mend


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (Response(401, {}), "refuses the token"),
        (Response(503, b"<html>"), "HTTP 503"),
        (Response(200, b"<html>"), "HTTP 200"),
        (Response(200, {"ok": False, "error": "fatal_error"}), "HTTP 200"),
    ],
)
def test_check_tells_what_it_does_not_know(answer: Response, told: str) -> None:
    async def task() -> list[Finding]:
        def answers(_: httpx.Request) -> httpx.Response:
            content = answer.body if isinstance(answer.body, bytes) else json.dumps(answer.body).encode()
            return httpx.Response(answer.status, content=content)

        async with httpx.AsyncClient(transport=httpx.MockTransport(answers)) as http:
            return await APP.check(http)

    (found,) = asyncio.run(task())
    assert not found.well
    assert told in found.told
    assert found.mend


# The guide.


def test_the_manifest_of_the_guide_asks_for_what_is_needed_and_no_more() -> None:
    (block,) = re.findall(r"^ *```yaml\n(.*?)^ *```", GUIDE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    manifest = yaml.safe_load(block)
    url = "https://YOUR-SERVER/messengers/slack"
    assert manifest["oauth_config"]["scopes"] == {"bot": ["chat:write", "im:history"]}
    assert manifest["settings"]["event_subscriptions"] == {"request_url": url, "bot_events": ["message.im"]}
    assert manifest["settings"]["interactivity"] == {"is_enabled": True, "request_url": url}
    assert manifest["features"]["app_home"]["messages_tab_enabled"] is True
    assert manifest["features"]["app_home"]["messages_tab_read_only_enabled"] is False
