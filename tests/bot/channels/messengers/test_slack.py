"""Slack's requests are believed only when Slack signed them, lately; what is said breaks none of its limits."""

from __future__ import annotations

import json
import random
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.messengers.model import Asked, Choice, Number, RefusedError, Said, To
from bot.channels.slack import Slack, from_environment
from tests.services.messengers.slack import SECRET, TEAM, TOKEN, SlackStandIn
from tests.services.messengers.standin import Request, Webhook

NOW = 1_790_000_000.0
PUBLIC = "https://clinic.example"
SET = {"HAIRLINE_SLACK_TOKEN": TOKEN, "HAIRLINE_SLACK_SIGNING_SECRET": SECRET, "HAIRLINE_SLACK_TEAM": TEAM}


@pytest.fixture
def stand_in() -> SlackStandIn:
    made = SlackStandIn()
    made.clock = lambda: NOW
    return made


def slack() -> Slack:
    made = from_environment(SET, "5e" * 32, PUBLIC)
    assert made is not None
    return made


def asked(webhook: Webhook) -> Asked:
    headers = {name.lower(): value for name, value in webhook.headers.items()}
    return Asked(webhook.method, PUBLIC + webhook.path, headers, {}, webhook.body)


def test_500_altered_requests_are_refused_and_the_valid_one_is_not(stand_in: SlackStandIn) -> None:
    rng = random.Random(500)
    valid = asked(stand_in.message(stand_in.person(1), "How much is it?", id="Ev1", at=NOW))
    assert [event.text for event in slack().receive(valid, NOW).events] == ["How much is it?"]
    for _ in range(500):
        with pytest.raises(RefusedError):
            slack().receive(altered(valid, rng), NOW)


def altered(valid: Asked, rng: random.Random) -> Asked:
    match rng.randrange(4):
        case 0:
            at = rng.randrange(len(valid.body))
            return replace(valid, body=valid.body[:at] + b"x" + valid.body[at:])
        case 1:
            given = valid.headers["x-slack-signature"]
            at = rng.randrange(3, len(given))
            other = rng.choice([digit for digit in "0123456789abcdef" if digit != given[at]])
            return replace(valid, headers={**valid.headers, "x-slack-signature": given[:at] + other + given[at + 1 :]})
        case 2:
            time = str(int(NOW) + rng.choice([-1, 1]) * rng.randrange(1, 100_000))
            return replace(valid, headers={**valid.headers, "x-slack-request-timestamp": time})
        case _:
            gone = rng.choice(["x-slack-signature", "x-slack-request-timestamp"])
            return replace(valid, headers={name: value for name, value in valid.headers.items() if name != gone})


@pytest.mark.parametrize("later", [-301, 301, 86_400])
def test_a_request_that_comes_again_later_is_stale(stand_in: SlackStandIn, later: float) -> None:
    valid = asked(stand_in.message(stand_in.person(1), "Hello", id="Ev1", at=NOW))
    with pytest.raises(RefusedError, match="stale"):
        slack().receive(valid, NOW + later)


TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=3000)


@given(TEXT, st.lists(st.text("abc <&> *_", min_size=1, max_size=90).map(str.strip).filter(bool), max_size=12))
def test_whatever_is_said_breaks_no_limit(text: str, titles: list[str]) -> None:
    stand_in = SlackStandIn()
    said = Said(
        text, tuple(Choice(f"c-{n}", title) for n, title in enumerate(titles)), "Get help now", (Number("Call", "112"),)
    )
    headers = {"authorization": f"Bearer {TOKEN}", "content-type": "application/json; charset=utf-8"}
    for call in slack().calls(said, To(stand_in.person(1), {"channel": "D0555000001"})):
        stand_in.take(Request("POST", f"/api{call.path}", headers, json.dumps(dict(call.json or {})).encode()))
    assert stand_in.problems == []
