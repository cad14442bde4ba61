"""Telegram: who may speak, what is read, what is said within its limits, and what becomes of it."""

from __future__ import annotations

import asyncio
import copy
import io
import json
import logging
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

from bot.channels.messengers.answering import made
from bot.channels.messengers.model import (
    Again,
    Asked,
    Call,
    Choice,
    Done,
    Event,
    Never,
    Number,
    RefusedError,
    Reminder,
    Said,
    To,
)
from bot.channels.telegram import HEADER, SETTINGS, Telegram, from_environment
from bot.channels.telegram_saying import BUTTONS
from bot.channels.telegram_secrets import without_tokens
from index.errors import SettingsError
from tests.services.messengers.standin import Request, Webhook
from tests.services.messengers.telegram import INSTALLATION, TOKEN, TelegramStandIn

NOW = 1_767_225_600.0
PUBLIC = "https://clinic.example"
FIXTURES = sorted((Path(__file__).parent / "events" / "telegram").glob("*.json"))
STAND_IN = TelegramStandIn()
PERSON = STAND_IN.person(1)
TO = To(PERSON)
EVENT = asdict(Event("", ""))


def telegram(api: str = "https://api.telegram.org") -> Telegram:
    made = from_environment({"HAIRLINE_TELEGRAM_TOKEN": TOKEN, "HAIRLINE_TELEGRAM_API": api}, INSTALLATION, PUBLIC)
    assert made is not None
    return made


BOT = telegram()


def asked(webhook: Webhook) -> Asked:
    return Asked(webhook.method, PUBLIC + webhook.path, webhook.headers, {}, webhook.body)


def events(update: Any, now: float = NOW) -> tuple[Event, ...]:
    return BOT.receive(asked(STAND_IN.signed(update)), now).events


def refused(request: Asked, now: float = NOW) -> str:
    with pytest.raises(RefusedError) as found:
        BOT.receive(request, now)
    return found.value.reason


def shown(said: Said) -> TelegramStandIn:
    """Have the stand-in take what is said; it must find nothing wrong with it."""
    stand_in = TelegramStandIn()
    for call in BOT.calls(said, TO):
        assert TOKEN not in repr(call)
        assert stand_in.take(request_of(call)).status == 200
    assert stand_in.problems == []
    return stand_in


def request_of(call: Call) -> Request:
    headers = {"content-type": "application/json"}
    return Request(call.method, f"/bot{TOKEN}{call.path}", headers, json.dumps(call.json).encode())


# Who may speak.


def test_what_bears_our_word_is_taken() -> None:
    (event,) = BOT.receive(asked(STAND_IN.message(PERSON, "Hello", id="1", at=NOW)), NOW).events
    assert (event.person, event.text) == (PERSON, "Hello")


def test_the_word_is_another_for_another_bot_and_another_installation() -> None:
    words = {
        Telegram(token, secret, PUBLIC, "").connect().json["secret_token"]
        for token in (TOKEN, TOKEN.replace("123456789", "987654321"))
        for secret in (INSTALLATION, "ab" * 32)
    }
    assert len(words) == 4
    assert all(re.fullmatch(r"[0-9a-f]{64}", word) for word in words)


def test_a_new_token_of_the_same_bot_needs_no_new_word() -> None:
    revoked = Telegram(TOKEN[:-4] + "0001", INSTALLATION, PUBLIC, "")
    assert revoked.connect().json["secret_token"] == BOT.connect().json["secret_token"]


def test_500_altered_requests_are_refused_and_the_whole_one_is_taken() -> None:
    """Telegram signs no body: what can be known to be altered is the word, the method, and what is no JSON object."""
    rng = random.Random(11)
    real = asked(STAND_IN.message(PERSON, "How long until I see results?", id="altered", at=NOW))
    assert len(BOT.receive(real, NOW).events) == 1
    reasons = {refused(alter(real, rng)) for alter in rng.choices(ALTERATIONS, k=500)}
    assert reasons == {"unsigned", "altered", "method", "unreadable"}


def _word(asked: Asked, change: Callable[[str], str]) -> Asked:
    return replace(asked, headers={**asked.headers, HEADER: change(asked.headers[HEADER])})


def _one_letter(word: str, rng: random.Random) -> str:
    place = rng.randrange(len(word))
    return (
        word[:place]
        + rng.choice([one for one in "0123456789abcdefX-\u00e9\udcff" if one != word[place]])
        + word[place + 1 :]
    )


ALTERATIONS: list[Callable[[Asked, random.Random], Asked]] = [
    lambda asked, _: replace(asked, headers={n: v for n, v in asked.headers.items() if n != HEADER}),
    lambda asked, _: _word(asked, lambda _: ""),
    lambda asked, rng: _word(asked, lambda word: _one_letter(word, rng)),
    lambda asked, rng: _word(asked, lambda word: word[: rng.randrange(len(word))]),
    lambda asked, rng: _word(asked, lambda word: word + rng.choice(" 0a")),
    lambda asked, _: _word(asked, str.upper),
    lambda asked, rng: _word(asked, lambda word: "".join(rng.sample(word, len(word)))),
    lambda asked, rng: _word(asked, lambda _: f"{rng.getrandbits(256):064x}"),
    lambda asked, _: _word(asked, lambda _: TOKEN),
    lambda asked, _: _word(asked, lambda _: INSTALLATION),
    lambda asked, rng: replace(asked, method=rng.choice(["GET", "PUT", "DELETE", "HEAD"])),
    lambda asked, rng: replace(asked, body=asked.body[: rng.randrange(len(asked.body))]),
    lambda asked, _: replace(asked, body=b"[" + asked.body + b"]"),
    lambda asked, rng: replace(asked, body=rng.choice([b"", b"null", b"7", b'"text"', b"\xff" + asked.body, b"{" * 9_000])),
]  # fmt: skip


def test_an_old_message_gives_no_event_however_it_was_sent() -> None:
    rng = random.Random(12)
    for _ in range(100):
        at = NOW - 86_401 - rng.randrange(10**9)
        assert BOT.receive(asked(STAND_IN.message(PERSON, "Hello", id="old", at=at)), NOW).events == ()


def test_1000_fuzzed_but_signed_bodies_raise_nothing_else_and_let_no_stranger_in() -> None:
    rng = random.Random(13)
    samples = [json.loads(path.read_text(encoding="utf-8"))["update"] for path in FIXTURES]
    known, let_in = {"5550000001", "5550000002"}, 0
    for _ in range(1_000):
        body = json.loads(json.dumps(rng.choice(samples)))
        _mangle(rng.choice([body, *(one for one in body.values() if isinstance(one, dict))]), rng)
        raw = json.dumps(body).encode()
        if rng.random() < 0.1:
            place = rng.randrange(len(raw) + 1)
            raw = raw[:place] + rng.randbytes(3) + raw[place:]
        found, refusal = (), None
        try:
            found = events(raw)
        except RefusedError as error:
            refusal = (error.reason, error.status)
        assert refusal in (None, ("unreadable", 400))
        for event in found:
            assert event.person in known
            json.dumps(asdict(event))
        let_in += len(found)
    assert let_in > 100  # also what is only half broken was tried


ODD: list[Any] = [
    None, True, False, 0, -1, 1.5, 2**53, 10**400, float("nan"), float("inf"), "", "x" * 500, "\ud800", [], [[]],
    [None], {}, {"id": {}}, [{"text": 3}], "private", "1767225599", {"inline_keyboard": [[{"callback_data": []}]]},
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
def test_each_kind_of_update_is_read_as_what_it_is(path: Path) -> None:
    sample = json.loads(path.read_text(encoding="utf-8"))
    expected = [{**EVENT, **event} for event in sample["events"]]
    assert [asdict(event) for event in events(sample["update"])] == expected


def test_messages_of_one_second_keep_their_order() -> None:
    sent = [STAND_IN.message(PERSON, str(at), id=f"order-{at}", at=NOW + 0.3) for at in range(50)]
    found = [BOT.receive(asked(webhook), NOW).events[0] for webhook in sent]
    random.Random(14).shuffle(found)
    found.sort(key=lambda event: event.at or 0.0)
    assert [event.text for event in found] == [str(at) for at in range(50)]
    assert all(NOW <= (event.at or 0.0) < NOW + 1 for event in found)


def test_a_button_pressed_after_a_message_of_the_same_second_comes_after_it() -> None:
    said = BOT.receive(asked(STAND_IN.message(PERSON, "Hi", id="a", at=NOW + 0.2)), NOW + 0.4).events[0]
    webhook = STAND_IN.press(PERSON, "c-1", "Go", id="b", at=NOW + 0.6)
    pressed = BOT.receive(asked(webhook), NOW + 0.7).events[0]
    assert (said.at or 0.0) < (pressed.at or 0.0)


def test_what_is_told_again_has_the_same_id() -> None:
    for make in (
        lambda: STAND_IN.message(PERSON, "Hi", id="again-1", at=NOW),
        lambda: STAND_IN.press(PERSON, "c-1", "Go", id="again-2", at=NOW),
    ):
        first, second = (BOT.receive(asked(make()), now).events[0].id for now in (NOW, NOW + 700))
        assert first == second


# What is said.


def test_an_emergency_begins_with_a_bold_heading_and_names_the_numbers() -> None:
    said = Said("Call now.", (Choice("c-1", "I am safe"),), "Get help now \U0001f6a8", (Number("Emergency", "999"),))
    (one,) = shown(said).shown
    assert one.text == "Get help now \U0001f6a8\n\nCall now.\n\nEmergency: 999"
    assert one.raw["entities"] == [{"type": "bold", "offset": 0, "length": 15}]
    assert one.choices == (("c-1", "I am safe"),)


def test_signs_of_markup_arrive_as_typed() -> None:
    text = "*bold* _it_ `code` ~no~ [a](https://example.com) <b>x</b> &amp; \\_ ||x|| #tag @name /start"
    (one,) = shown(Said(text)).shown
    assert one.text == text
    assert "parse_mode" not in one.raw
    assert "entities" not in one.raw


def test_more_choices_than_buttons_are_numbered_lines() -> None:
    choices = tuple(Choice(f"c-{at}", f"Choice {at}") for at in range(1, BUTTONS + 3))
    (one,) = shown(Said("Which?", choices)).shown
    assert len(one.choices) == BUTTONS
    assert one.text == f"Which?\n\n{BUTTONS + 1}. Choice {BUTTONS + 1}\n{BUTTONS + 2}. Choice {BUTTONS + 2}"


def test_a_title_that_is_cut_is_read_whole_beside_its_number() -> None:
    long = "What happens to the cells after they were taken, and who looks after them?"
    (one,) = shown(Said("Which?", (Choice("c-1", "Cost"), Choice("c-2", long)))).shown
    assert one.choices[1][1].endswith("\u2026")
    assert one.text == f"Which?\n\n2. {long}"


def test_buttons_stand_under_the_last_part_of_a_long_text() -> None:
    *before, last = shown(Said("A sentence of words. " * 600, (Choice("c-1", "More"),))).shown
    assert len(before) == 3
    assert all(one.choices == () for one in before)
    assert last.choices == (("c-1", "More"),)


def test_a_text_is_measured_in_the_units_that_telegram_counts() -> None:
    text = "\U0001f642" * 5_000
    seen = shown(Said(text, heading="\U0001f6a8" * 2_050)).shown
    assert len(seen) >= 4
    assert "".join("".join(one.text.split()) for one in seen) == "\U0001f6a8" * 2_050 + text


def test_choices_without_a_text_and_nothing_at_all() -> None:
    (one,) = shown(Said("", (Choice("c-1", "More"),))).shown
    assert one.choices == (("c-1", "More"),)
    assert BOT.calls(Said(" \u200b\n"), TO) == []


TEXTS = st.text(st.characters(exclude_categories=("Cs",)), max_size=300)
LONG = st.builds(lambda text, times: text * times, TEXTS, st.sampled_from([1, 1, 7, 60]))
IDS = st.text("abcxyz0189:-", min_size=1, max_size=20)
CHOICES = st.lists(st.builds(Choice, IDS, TEXTS), max_size=20).map(tuple)
NUMBERS = st.lists(st.builds(Number, TEXTS, st.from_regex(r"\+?[0-9]{3,15}", fullmatch=True)), max_size=3).map(tuple)


@given(LONG, CHOICES, TEXTS, NUMBERS)
@settings(max_examples=150, deadline=None)
def test_whatever_is_said_keeps_to_the_limits_and_loses_no_word(
    text: str, choices: tuple[Choice, ...], heading: str, numbers: tuple[Number, ...]
) -> None:
    seen = shown(Said(text, choices, heading, numbers)).shown
    read = "".join("".join(one.text.split()) for one in seen)
    for words in (heading, text, *(number.dial for number in numbers)):
        if _visible(words):
            assert _squeezed(words) in read
    for number, choice in enumerate(choices, 1):
        titles = [title for one in seen for id, title in one.choices if id == choice.id]
        whole = " ".join(choice.title.split())
        if _visible(whole):
            assert whole in titles or f"{number}.{_squeezed(whole)}" in read
    assert bool(seen) == (_visible(text + heading) or bool(choices) or bool(numbers))


def _visible(text: str) -> bool:
    return any(letter.isprintable() and not letter.isspace() for letter in text)


def _squeezed(text: str) -> str:
    return "".join(text.split())


def test_a_reminder_is_a_plain_message_at_any_time() -> None:
    reminder = Reminder("Your consultation is tomorrow.", "Clinic", "tomorrow", "AB12", "https://clinic.example/x")
    calls = BOT.reminder(reminder, To(PERSON, is_open=False))
    assert calls == BOT.calls(Said(reminder.text), TO)


def test_a_pressed_button_is_acknowledged_and_for_a_text_typing_is_shown() -> None:
    stand_in = TelegramStandIn()
    for webhook in (
        stand_in.press(PERSON, "c-1", "Go", id="1", at=NOW),
        stand_in.message(PERSON, "Hi", id="2", at=NOW),
        stand_in.message(PERSON, "/start", id="3", at=NOW),
    ):
        for event in BOT.receive(asked(webhook), NOW).events:
            call = BOT.typing(event)
            assert call is None or stand_in.take(request_of(call)).status == 200
    assert stand_in.acknowledged == stand_in.pressed
    assert stand_in.typing == [int(PERSON)] * 2
    assert stand_in.problems == []


# What becomes of it.


def told(status: int, description: str = "", **parameters: Any) -> Any:
    body = {"ok": status == 200, "error_code": status, "description": description, "parameters": parameters}
    return BOT.outcome(status, {}, json.dumps(body).encode())


def test_what_is_taken_is_done() -> None:
    assert told(200) == Done()


@pytest.mark.parametrize(("asked_for", "after"), [(7, 7.0), (10**6, 3600.0), ("x", None)])
def test_too_many_messages_wait_as_long_as_telegram_asks(asked_for: Any, after: float | None) -> None:
    outcome = told(429, "Too Many Requests: retry after 7", retry_after=asked_for)
    assert isinstance(outcome, Again)
    assert outcome.after == after


@pytest.mark.parametrize("status", [401, 404, 409, 500, 502])
def test_what_may_be_mended_is_tried_again(status: int) -> None:
    assert isinstance(told(status, "Unauthorized"), Again)
    assert isinstance(BOT.outcome(status, {}, b"<html>"), Again)


@pytest.mark.parametrize(
    ("status", "description", "stopped"),
    [
        (403, "Forbidden: bot was blocked by the user", True),
        (403, "Forbidden: user is deactivated", False),
        (403, "Forbidden: bot can't initiate conversation with a user", False),
        (400, "Bad Request: chat not found", False),
        (400, "Bad Request: message text is empty", False),
        (403, "", False),
    ],
)
def test_what_never_will_be_taken(status: int, description: str, stopped: bool) -> None:
    outcome = told(status, description)
    assert isinstance(outcome, Never)
    assert outcome.stopped is stopped


def test_a_burst_in_one_chat_is_told_to_wait() -> None:
    stand_in = TelegramStandIn(burst=5)
    stand_in.clock = lambda: 10.0
    answers = [stand_in.take(request_of(BOT.calls(Said("Hi"), TO)[0])) for _ in range(6)]
    assert [answer.status for answer in answers] == [200] * 5 + [429]
    assert BOT.outcome(429, {}, json.dumps(answers[-1].body).encode()) == Again("too many messages at once", 1.0)
    (other,) = BOT.calls(Said("Hi"), To(stand_in.person(2)))
    assert stand_in.take(request_of(other)).status == 200


# Settings, and asking Telegram.


def test_nothing_set_is_off() -> None:
    assert from_environment({"HAIRLINE_TELEGRAM_API": "https://example.com"}, INSTALLATION, PUBLIC) is None


@pytest.mark.parametrize("token", ["654321", "AAF0x:123456789", TOKEN + " x", "bot" + TOKEN, TOKEN[:20], TOKEN + "/"])
def test_what_is_no_token_is_named_but_not_repeated(token: str) -> None:
    with pytest.raises(SettingsError, match="HAIRLINE_TELEGRAM_TOKEN") as found:
        from_environment({"HAIRLINE_TELEGRAM_TOKEN": token}, INSTALLATION, PUBLIC)
    assert token not in str(found.value)


def test_the_token_goes_nowhere_but_to_https_or_this_machine() -> None:
    with pytest.raises(SettingsError, match="HAIRLINE_TELEGRAM_API"):
        telegram("http://example.com")


def test_every_setting_is_explained() -> None:
    assert list(SETTINGS) == ["HAIRLINE_TELEGRAM_TOKEN"]


def over_http(stand_in: TelegramStandIn, task: Callable[[Telegram, httpx.AsyncClient], Any], token: str = TOKEN) -> Any:
    bot = Telegram(token, INSTALLATION, PUBLIC, stand_in.url)

    async def run() -> Any:
        async with httpx.AsyncClient(trust_env=False) as http:
            return await task(bot, http)

    return asyncio.run(run())


def test_check_tells_which_bot_it_is_and_whether_its_webhook_is_ours() -> None:
    with TelegramStandIn() as stand_in:
        assert isinstance(stand_in, TelegramStandIn)
        bot, webhook = over_http(stand_in, Telegram.check)
        assert bot.well
        assert "@example_clinic_bot" in bot.told
        assert webhook.well
        assert stand_in.problems == []


@pytest.mark.parametrize(
    ("known", "told"),
    [
        ({"url": ""}, "does not know"),
        ({"url": f"https://other.example/{TOKEN}"}, "elsewhere, to other.example"),
        ({"url": f"https://[{TOKEN}"}, "elsewhere"),
        ({"url": f"{PUBLIC}/messengers/telegram", "allowed_updates": ["message"]}, "pressed buttons"),
    ],
)
def test_check_tells_what_is_wrong_with_the_webhook(known: dict[str, Any], told: str) -> None:
    with TelegramStandIn() as stand_in:
        assert isinstance(stand_in, TelegramStandIn)
        stand_in.webhook = known
        _, webhook = over_http(stand_in, Telegram.check)
    assert not webhook.well
    assert told in webhook.told
    assert "hairline channels connect telegram" in webhook.mend
    assert TOKEN not in webhook.told + webhook.mend


def test_check_tells_why_updates_wait() -> None:
    with TelegramStandIn() as stand_in:
        assert isinstance(stand_in, TelegramStandIn)
        stand_in.pending, stand_in.last_error = 4, "Wrong response from the webhook: 403 Forbidden"
        _, webhook = over_http(stand_in, Telegram.check)
    assert not webhook.well
    assert "4 updates wait" in webhook.told
    assert "403 Forbidden" in webhook.told


def test_check_tells_that_the_token_is_refused() -> None:
    other = TOKEN[:-5] + "11111"
    with TelegramStandIn() as stand_in:
        assert isinstance(stand_in, TelegramStandIn)
        (finding,) = over_http(stand_in, Telegram.check, other)
    assert not finding.well
    assert "HAIRLINE_TELEGRAM_TOKEN" in finding.mend
    assert other not in repr(finding)


def test_connect_tells_telegram_where_we_are_and_our_word() -> None:
    with TelegramStandIn() as stand_in:
        assert isinstance(stand_in, TelegramStandIn)
        response = over_http(stand_in, lambda bot, http: made(bot, bot.connect(), http))
        assert BOT.outcome(response.status_code, {}, response.content) == Done()
        assert stand_in.problems == []
        assert stand_in.webhook is not None
        assert stand_in.webhook["url"] == f"{PUBLIC}/messengers/telegram"
        assert len(BOT.receive(asked(stand_in.message(PERSON, "Hi", id="1", at=NOW)), NOW).events) == 1


@pytest.mark.parametrize("public", ["http://127.0.0.1:5005", "https://clinic.example:5005"])
def test_connect_says_which_addresses_telegram_takes(public: str) -> None:
    answer = TelegramStandIn().take(request_of(Telegram(TOKEN, INSTALLATION, public, "").connect()))
    outcome = BOT.outcome(answer.status, {}, json.dumps(answer.body).encode())
    assert isinstance(outcome, Never)
    assert "443, 80, 88 or 8443" in outcome.why


def test_calls_go_out_without_headers_of_ours_and_the_token_into_no_log() -> None:
    written = io.StringIO()
    handler, logger = logging.StreamHandler(written), logging.getLogger()
    level = logger.level
    logger.addHandler(handler)
    logger.setLevel(logging.DEBUG)
    try:
        with TelegramStandIn() as stand_in:
            assert isinstance(stand_in, TelegramStandIn)
            for call in BOT.calls(Said("Hi"), TO):
                assert over_http(stand_in, lambda bot, http, call=call: bot.authorised(call, http)) == {}
                assert over_http(stand_in, lambda bot, http, call=call: made(bot, call, http)).status_code == 200
            assert [one.text for one in stand_in.shown] == ["Hi"]
    finally:
        logger.removeHandler(handler)
        logger.setLevel(level)
    assert "sendMessage" in written.getvalue()
    assert TOKEN.partition(":")[2] not in written.getvalue()


def test_tokens_are_taken_out_of_texts() -> None:
    assert (
        without_tokens(f"at https://api.telegram.org/bot{TOKEN}/getMe") == "at https://api.telegram.org/bot\u2026/getMe"
    )
    assert TOKEN not in repr(BOT)
