"""Teams: who may speak, what is read, what is said within its limits, where our token goes, and what becomes of it."""

from __future__ import annotations

import asyncio
import copy
import json
import random
import re
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import jwt
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
from bot.channels.messengers.reading import mapping
from bot.channels.messengers.refreshing import Refreshed
from bot.channels.teams import Teams, from_environment
from bot.channels.teams_login import SETTINGS
from bot.channels.teams_proof import SERVICE, may_have_token, read_keys
from bot.channels.teams_saying import BUTTONS, activities
from index.errors import SettingsError
from tests.services.messengers.standin import Request, Response, Webhook
from tests.services.messengers.teams import (
    APP,
    KID,
    PASSWORD,
    TENANT,
    UNENDORSED,
    TeamsStandIn,
    key,
)
from tests.services.messengers.teams import SERVICE as REGION

NOW = 1_767_225_600.0
PUBLIC = "https://clinic.example"
FIXTURES = sorted((Path(__file__).parent / "events" / "teams").glob("*.json"))
ENV = {"HAIRLINE_TEAMS_APP_ID": APP, "HAIRLINE_TEAMS_PASSWORD": PASSWORD, "HAIRLINE_TEAMS_TENANT": TENANT}
STAND_IN = TeamsStandIn()
STAND_IN.clock = lambda: NOW
PERSON = STAND_IN.person(1)
TO = To(PERSON, {"service": REGION, "conversation": f"a:1{PERSON}"})
EVENT = asdict(Event("", ""))


def answering(request: httpx.Request) -> httpx.Response:
    """What Microsoft answers, without a network."""
    asked = Request(request.method, request.url.path, dict(request.headers), request.content)
    answer = STAND_IN.take(asked)
    return httpx.Response(answer.status, json=answer.body)


def teams(answer: Callable[[httpx.Request], httpx.Response] | None = answering, **env: str) -> Teams:
    """Return a provider. answer: of Microsoft when it is asked for its keys; None when nobody asked yet."""
    found = from_environment({**ENV, **env}, "secret", PUBLIC)
    assert found is not None
    if answer is not None:
        run(found.refresh, answer)
    return found


def run(task: Callable[[httpx.AsyncClient], Any], answer: Callable[[httpx.Request], httpx.Response] = answering) -> Any:
    async def running() -> Any:
        async with httpx.AsyncClient(transport=httpx.MockTransport(answer)) as http:
            return await task(http)

    return asyncio.run(running())


BOT = teams()


def asked(webhook: Webhook) -> Asked:
    return Asked(webhook.method, PUBLIC + webhook.path, webhook.headers, {}, webhook.body)


def events(activity: Any, now: float = NOW) -> tuple[Event, ...]:
    return BOT.receive(asked(STAND_IN.signed(activity)), now).events


def refused(request: Asked, now: float = NOW, bot: Teams = BOT) -> tuple[str, int]:
    with pytest.raises(RefusedError) as found:
        bot.receive(request, now)
    return found.value.reason, found.value.status


def hello(**claims: Any) -> Asked:
    """A message whose token has other claims than the right ones."""
    activity = {**STAND_IN.activity(PERSON, id="1", at=NOW), "text": "Hello"}
    return asked(STAND_IN.signed(activity, **claims))


def shown(said: Said) -> TeamsStandIn:
    """Have the stand-in take what is said; it must find nothing wrong with it."""
    stand_in = TeamsStandIn()
    stand_in.tokens.append("made-up")
    for call in BOT.calls(said, TO):
        assert stand_in.take(request_of(call)).status == 201
    assert stand_in.problems == []
    return stand_in


def request_of(call: Call) -> Request:
    body = json.dumps(call.json, ensure_ascii=False, separators=(",", ":")).encode()
    headers = {"content-type": "application/json", "authorization": "Bearer made-up"}
    return Request(call.method, urlsplit(call.path).path, headers, body)


# Who may speak.


def test_what_teams_signed_is_taken() -> None:
    (event,) = BOT.receive(asked(STAND_IN.message(PERSON, "Hello", id="1", at=NOW)), NOW).events
    assert (event.person, event.text, event.at) == (PERSON, "Hello", NOW)
    assert event.about == TO.about


@pytest.mark.parametrize(
    ("claims", "reason"),
    [
        ({"aud": TENANT}, "stranger"),
        ({"aud": None}, "altered"),
        ({"aud": [APP[:-1] + "6"]}, "stranger"),
        ({"iss": "https://sts.windows.net/" + TENANT}, "altered"),
        ({"iss": None}, "altered"),
        ({"exp": NOW - 301}, "stale"),
        ({"exp": None}, "altered"),
        ({"exp": "soon"}, "stale"),
        ({"nbf": NOW + 301}, "stale"),
        ({"nbf": {}}, "stale"),
        ({"serviceurl": "https://smba.trafficmanager.net/amer/"}, "altered"),
        ({"serviceurl": None}, "altered"),
        ({"kid": UNENDORSED}, "stranger"),
        ({"signing": key("somebody else's")}, "altered"),
    ],
)
def test_a_token_must_be_for_us_and_for_now(claims: dict[str, Any], reason: str) -> None:
    assert refused(hello(**claims)) == (reason, 403)


@pytest.mark.parametrize("claims", [{"exp": NOW - 299}, {"nbf": NOW + 299}, {"nbf": None}, {"iat": NOW + 900}])
def test_clocks_may_differ_by_five_minutes(claims: dict[str, Any]) -> None:
    assert len(BOT.receive(hello(**claims), NOW).events) == 1


def test_the_service_url_may_have_its_documented_name_and_no_slash() -> None:
    claims = {"serviceurl": None, "serviceUrl": REGION.rstrip("/")}
    assert len(BOT.receive(hello(**claims), NOW).events) == 1


def test_no_other_algorithm_is_believed() -> None:
    claims = jwt.decode(hello().headers["authorization"][7:], options={"verify_signature": False})
    public = key(KID).public_key()
    for token in (
        jwt.encode(claims, "", "none", headers={"kid": KID}),
        jwt.encode(claims, "a word that is long enough to be a key", "HS256", headers={"kid": KID}),
        jwt.encode(claims, str(public.public_numbers().n), "HS512", headers={"kid": KID}),
        jwt.encode(claims, key(KID), "RS512", headers={"kid": KID}),
        jwt.encode(claims, key(KID), "PS256", headers={"kid": KID}),
    ):
        assert refused(replace(hello(), headers={"authorization": f"Bearer {token}"})) == ("altered", 403)


def test_a_key_in_the_token_itself_is_not_believed() -> None:
    other = key("somebody else's")
    public = {"kty": "RSA", **jwt.algorithms.RSAAlgorithm.to_jwk(other.public_key(), as_dict=True)}
    headers = {"jwk": public, "jku": "https://example.com/keys"}
    assert refused(hello(signing=other, headers=headers)) == ("altered", 403)


def test_without_keys_teams_is_to_send_again_and_keys_are_wanted() -> None:
    bot = teams(None)
    assert isinstance(bot, Refreshed)
    assert bot.wants_refresh
    assert refused(hello(), bot=bot) == ("unsigned", 503)
    run(bot.refresh)
    assert not bot.wants_refresh
    assert len(bot.receive(hello(), NOW).events) == 1


def test_after_an_unknown_key_keys_are_wanted() -> None:
    bot = teams()
    assert refused(hello(kid="made-up-key-3"), bot=bot) == ("unsigned", 503)
    assert bot.wants_refresh
    assert refused(replace(hello(), headers={}), bot=bot) == ("unsigned", 403)


@pytest.mark.parametrize(
    "body",
    [
        {"jwks_uri": "http://login.botframework.com/keys"},
        {"jwks_uri": None},
        {"jwks_uri": "https://login.botframework.com/v1/.well-known/keys", "keys": []},
    ],
)
def test_keys_that_cannot_be_fetched_leave_the_old_ones(body: dict[str, Any]) -> None:
    bot = teams()
    with pytest.raises(ValueError, match="keys"):
        run(bot.refresh, lambda _: httpx.Response(200, json=body))
    with pytest.raises(httpx.HTTPStatusError):
        run(bot.refresh, lambda _: httpx.Response(500, json={}))
    assert len(bot.receive(hello(), NOW).events) == 1


def test_odd_keys_are_left_out() -> None:
    good = STAND_IN.keys()["keys"]
    odd = [{**good[0], **change} for change in ({"n": 5}, {"n": "!"}, {"kty": "oct"}, {"endorsements": None})]
    odd += [{"kid": "x"}, {**good[0], "kid": 7}, {**good[0], "e": None}]
    assert read_keys({"keys": odd}) == {}
    assert list(read_keys({"keys": [*odd, None, "x", *good]})) == [KID, UNENDORSED]


@pytest.mark.parametrize(
    "service",
    [
        "http://smba.trafficmanager.net/emea/",
        "https://smba.trafficmanager.net.example.com/",
        "https://example.com/smba.trafficmanager.net/",
        "https://attacker.trafficmanager.net/",
        "https://smba.trafficmanager.net@example.com/",
        "https://example.com\\@smba.trafficmanager.net/",
        "https://smba.trafficmanager.net:444/",
        "https://smba.trafficmanager.net/?x=",
        "https://smba.trafficmanager.net/#",
        "https://smba.trafficmanager.n\u0435t/",
        "",
    ],
)
def test_our_token_goes_nowhere_but_to_teams(service: str) -> None:
    assert not may_have_token(service, SERVICE)
    assert not may_have_token(service, "http://127.0.0.1:8123")
    assert BOT.calls(Said("Hi"), To(PERSON, {"service": service, "conversation": "a:1"})) == []
    with pytest.raises(ValueError, match="Teams"):
        run(lambda http: BOT.authorised(Call("POST", service), http))
    activity = {**STAND_IN.activity(PERSON, id="1", at=NOW), "text": "Hello", "serviceUrl": service}
    assert refused(asked(STAND_IN.signed(activity, serviceurl=service)))[0] in ("stranger", "altered")


@pytest.mark.parametrize(
    "service",
    [REGION, "https://smba.onyx.prod.teams.trafficmanager.net/", "https://smba.infra.gcc.teams.microsoft.com/teams/"],
)
def test_addresses_of_teams_are_known(service: str) -> None:
    (call,) = BOT.calls(Said("Hi"), To(PERSON, {"service": service, "conversation": "19:x/y?z#@thread"}))
    assert call.path == f"{service}v3/conversations/19%3Ax%2Fy%3Fz%23%40thread/activities"


def test_a_stand_in_may_have_the_token_and_no_neighbour() -> None:
    assert may_have_token("http://127.0.0.1:8123/emea/", "http://127.0.0.1:8123")
    assert not may_have_token("http://127.0.0.1:81234/emea/", "http://127.0.0.1:8123")


def test_500_altered_requests_are_refused_and_the_whole_one_is_taken() -> None:
    """Teams signs no body: what can be known to be altered is the token, its times, the service URL and the method."""
    rng = random.Random(21)
    real = asked(STAND_IN.message(PERSON, "How long until I see results?", id="altered", at=NOW))
    assert len(BOT.receive(real, NOW).events) == 1
    reasons = set()
    for alter in rng.choices(ALTERATIONS, k=500):
        altered = alter(real, rng)
        request, now = altered if isinstance(altered, tuple) else (altered, NOW)
        reasons.add(refused(request, now)[0])
    assert reasons == {"unsigned", "altered", "stranger", "stale", "method", "unreadable"}
    assert len(BOT.receive(real, NOW).events) == 1


def _token(asked: Asked, change: Callable[[str], str]) -> Asked:
    scheme, token = asked.headers["authorization"].split()
    return replace(asked, headers={**asked.headers, "authorization": f"{scheme} {change(token)}"})


def _one_letter(token: str, rng: random.Random) -> str:
    """Another letter anywhere but in the last place of a part, of which base64 leaves some bits unused."""
    place = rng.choice([at for at, one in enumerate(token[:-1]) if one != "." and token[at + 1] != "."])
    letter = rng.choice([one for one in "ABCxyz019-_.~ \u00e9\udcff" if one != token[place]])
    return token[:place] + letter + token[place + 1 :]


def _part(token: str, number: int, change: Callable[[str], str]) -> str:
    parts = token.split(".")
    parts[number] = change(parts[number])
    return ".".join(parts)


def _service(asked: Asked, url: Any) -> Asked:
    return replace(asked, body=json.dumps({**json.loads(asked.body), "serviceUrl": url}).encode())


OTHER = key("somebody else's")
ALTERATIONS: list[Callable[[Asked, random.Random], Any]] = [
    lambda asked, _: replace(asked, headers={}),
    lambda asked, rng: replace(asked, headers={"authorization": rng.choice(["", "Bearer", "Bearer ", "Basic x"])}),
    lambda asked, rng: _token(asked, lambda token: _one_letter(token, rng)),
    lambda asked, rng: _token(asked, lambda token: token[: rng.randrange(len(token) - 4)]),
    lambda asked, rng: _token(asked, lambda token: _part(token, rng.randrange(3), lambda _: "")),
    lambda asked, rng: _token(asked, lambda token: _part(token, 2, lambda part: "".join(rng.sample(part, len(part))))),
    lambda asked, rng: _token(asked, lambda token: token + rng.choice([".x", ".", "AAAA"])),
    lambda asked, rng: _token(asked, lambda _: f"{rng.getrandbits(999):x}"),
    lambda asked, _: _token(asked, lambda token: token * 40),
    lambda *_: hello(signing=OTHER),
    lambda *_: hello(kid=UNENDORSED),
    lambda _, rng: hello(kid=f"key-{rng.random()}"),
    lambda _, rng: hello(aud=f"{rng.getrandbits(128):x}"),
    lambda _, rng: hello(iss=f"https://{rng.randrange(99)}.example"),
    lambda _, rng: hello(serviceurl=f"https://smba.trafficmanager.net/{rng.randrange(99)}/"),
    lambda _, rng: hello(exp=int(NOW) - 301 - rng.randrange(10**8), nbf=1),
    lambda _, rng: hello(nbf=int(NOW) + 301 + rng.randrange(10**8), exp=10**10),
    lambda asked, rng: (asked, NOW + 3_901 + rng.randrange(10**8)),
    lambda asked, rng: (asked, NOW - 302 - rng.randrange(10**8)),
    lambda asked, rng: _service(asked, rng.choice([None, 7, "", "https://example.com/", REGION + "x", REGION.upper()])),
    lambda asked, rng: replace(asked, method=rng.choice(["GET", "PUT", "DELETE", "HEAD"])),
    lambda asked, rng: replace(asked, body=asked.body[: rng.randrange(len(asked.body))]),
    lambda asked, rng: replace(asked, body=rng.choice([b"", b"null", b"[]", b'"x"', b"\xff" + asked.body, b"[" * 9_000])),
]  # fmt: skip


def test_1000_fuzzed_but_signed_bodies_raise_nothing_else_and_let_no_stranger_in() -> None:
    rng = random.Random(22)
    samples = [json.loads(path.read_text(encoding="utf-8"))["activity"] for path in FIXTURES]
    headers, let_in = STAND_IN.signed({}).headers, 0
    for _ in range(1_000):
        body = json.loads(json.dumps(rng.choice(samples)))
        _mangle(body, rng)
        raw = json.dumps(body).encode()
        if rng.random() < 0.1:
            place = rng.randrange(len(raw) + 1)
            raw = raw[:place] + rng.randbytes(3) + raw[place:]
        try:
            found = BOT.receive(Asked("POST", PUBLIC, headers, {}, raw), NOW).events
        except RefusedError as error:
            assert (error.reason, error.status) in (("unreadable", 400), ("altered", 403))  # noqa: PT017
            continue
        for event in found:
            read = json.loads(raw)
            assert (read["type"], read["channelId"]) == ("message", "msteams")
            assert read["conversation"]["conversationType"] == "personal"
            named = {read["conversation"].get("tenantId"), mapping(read, "channelData", "tenant").get("id")}
            assert named & {TENANT, TENANT.upper()}
            assert named <= {TENANT, TENANT.upper(), None}
            assert "28:" not in (event.person[:3], str(read["from"].get("id"))[:3])
            json.dumps(asdict(event))
        let_in += len(found)
    assert let_in > 100  # also what is only half broken was tried


ODD: list[Any] = [
    None, True, False, 0, -1, 1.5, 2**53, 10**400, float("nan"), float("inf"), "", "x" * 500, "\ud800", [], [[]],
    [None], {}, {"id": {}}, [{"contentType": 3}], "private", "1767225599", {"choice": [], "title": {}},
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
def test_each_kind_of_activity_is_read_as_what_it_is(path: Path) -> None:
    sample = json.loads(path.read_text(encoding="utf-8"))
    assert [asdict(event) for event in events(sample["activity"])] == [{**EVENT, **one} for one in sample["events"]]


def test_what_is_told_again_has_the_same_id_and_the_same_id_in_another_chat_another() -> None:
    first, again = (BOT.receive(asked(STAND_IN.message(PERSON, "Hi", id="7", at=NOW)), now) for now in (NOW, NOW + 99))
    other = BOT.receive(asked(STAND_IN.message(STAND_IN.person(2), "Hi", id="7", at=NOW)), NOW)
    assert first.events[0].id == again.events[0].id != other.events[0].id


@given(st.text(alphabet=st.sampled_from("<at>/&;#x1p \n"), max_size=400))
@settings(max_examples=100, deadline=None)
def test_no_text_is_too_odd_to_read(text: str) -> None:
    activity = {**STAND_IN.activity(PERSON, id="1", at=NOW), "text": text, "textFormat": "xml"}
    assert len(events(activity)) <= 1


# What is said.


def test_a_plain_text_is_sent_as_typed() -> None:
    text = "*bold* _it_ `code` ~no~ [a](https://example.com) <b>x</b> &amp; \\_ # - 1. > <at>a</at> {{DATE(2026)}}"
    (one,) = shown(Said(text)).shown
    assert one.raw == {"type": "message", "textFormat": "plain", "text": text}


def test_signs_of_markup_arrive_on_cards_as_typed() -> None:
    text = "*bold* _it_ [a](https://example.com) <b>x</b>\n- \\_ 1. {{DATE(2026-01-01T06:00:00Z, SHORT)}} {{x}}"
    (one,) = shown(Said(text, (Choice("c-1", "*Go*"),))).shown
    assert one.text == text
    assert one.choices == (("c-1", "*Go*"),)


def test_an_emergency_begins_with_a_red_heading_and_ends_with_buttons_that_call() -> None:
    numbers = (Number("Emergency", "999"), Number("Example Clinic, urgent", "+15550100100"))
    (one,) = shown(Said("Call now.", (Choice("c-1", "I am safe"),), "Get help now", numbers)).shown
    card = one.raw["attachments"][0]["content"]
    alarm = card["body"][0]
    assert (alarm["type"], alarm["style"]) == ("Container", "attention")
    run = {"type": "TextRun", "text": "Get help now", "size": "Large", "weight": "Bolder", "color": "Attention"}
    assert alarm["items"] == [{"type": "RichTextBlock", "inlines": [run]}]
    assert one.text == "Get help now\n\nCall now.\n\nEmergency: 999\nExample Clinic, urgent: +15550100100"
    calls = [one["actions"][0] for one in card["body"] if one["type"] == "ActionSet"]
    assert [(one["title"], one.get("url")) for one in calls] == [
        ("Call 999 Emergency", "tel:999"),
        ("Call +15550100100 Example Clinic, urgent", "tel:+15550100100"),
        ("I am safe", None),
    ]
    assert one.raw["summary"].startswith("Get help now Call now.")


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


def test_a_long_text_comes_in_parts_and_its_buttons_stand_under_the_last() -> None:
    *before, last = shown(Said("A sentence of words. " * 600, (Choice("c-1", "More"),))).shown
    assert len(before) == 5
    assert all("attachments" not in one.raw for one in before)
    assert last.choices == (("c-1", "More"),)


@pytest.mark.parametrize("sign", ["\\", '"', "\u4e16", "\U0001f642", "a\n", "\\\n", "{{DATE(2026-01-01T", "\x01 b"])
def test_nothing_is_too_large_for_teams(sign: str) -> None:
    choices = tuple(Choice(f"c-{at}".ljust(20, "9"), (sign * 90)[:80]) for at in range(30))
    numbers = tuple(Number((sign * 90)[:80], "+" + "9" * 15) for _ in range(9))
    said = Said(sign * 4_000, choices, (sign * 900)[:700], numbers)
    read = "".join("".join(one.text.split()) for one in shown(said).shown)
    assert _squeezed(sign * 4_000) in read


def test_choices_without_a_text_and_nothing_at_all() -> None:
    (one,) = shown(Said("", (Choice("c-1", "More"), Choice("c-2", " ")))).shown
    assert one.choices == (("c-1", "More"), ("c-2", "2"))
    assert one.raw["summary"] == "More"
    assert BOT.calls(Said(" \u200b\n"), TO) == []


def test_whoever_has_no_known_conversation_is_sent_nothing() -> None:
    assert BOT.calls(Said("Hi"), To(PERSON)) == []
    assert BOT.typing(Event("1", PERSON)) is None


TEXTS = st.text(st.characters(exclude_categories=("Cs",)), max_size=300)
LONG = st.builds(lambda text, times: text * times, TEXTS, st.sampled_from([1, 1, 7, 60]))
IDS = st.text("abcxyz0189:-", min_size=1, max_size=20)
CHOICES = st.lists(st.builds(Choice, IDS, TEXTS), max_size=20).map(tuple)
NUMBERS = st.lists(st.builds(Number, TEXTS, st.from_regex(r"\+?[0-9]{3,15}", fullmatch=True)), max_size=6).map(tuple)


@given(LONG, CHOICES, TEXTS, NUMBERS)
@settings(max_examples=150, deadline=None)
def test_whatever_is_said_keeps_to_the_limits_and_loses_no_word(
    text: str, choices: tuple[Choice, ...], heading: str, numbers: tuple[Number, ...]
) -> None:
    seen = shown(Said(text, choices, heading, numbers)).shown
    read = "".join("".join(one.text.split()) for one in seen)
    for words in (heading, text, *(f"{number.label}: {number.dial}" for number in numbers)):
        for line in words.splitlines():
            if _visible(_clean(line)):
                assert _squeezed(line) in read
    for number, choice in enumerate(choices, 1):
        titles = [title for one in seen for id, title in one.choices if id == choice.id]
        whole = " ".join(_clean(choice.title).split())
        if _visible(whole):
            assert whole in titles or f"{number}.{_squeezed(whole)}" in read
    assert bool(seen) == (_visible(_clean(text + heading)) or bool(choices) or bool(numbers))


def _visible(text: str) -> bool:
    return any(letter.isprintable() and not letter.isspace() for letter in text)


def _clean(text: str) -> str:
    """Without signs that nobody sees, which are left out."""
    return re.sub("[\x00-\x08\x0b-\x1f\x7f]", lambda found: "\n" if found[0] == "\r" else "", text)


def _squeezed(text: str) -> str:
    return "".join(_clean(text).split())


@given(LONG)
@settings(max_examples=50, deadline=None)
def test_words_keep_their_order_in_plain_texts(text: str) -> None:
    sent = [one["text"] for one in activities(Said(text))]
    assert _squeezed("".join(sent)) == (_squeezed(text) if _visible(_clean(text)) else "")


def test_typing_is_shown_and_no_reminder_is_sent() -> None:
    stand_in = TeamsStandIn()
    stand_in.tokens.append("made-up")
    (event,) = BOT.receive(asked(STAND_IN.message(PERSON, "Hi", id="1", at=NOW)), NOW).events
    call = BOT.typing(event)
    assert call is not None
    assert stand_in.take(request_of(call)).status == 202
    assert (stand_in.typing, stand_in.problems) == ([PERSON], [])
    assert BOT.reminder(Reminder("a", "b", "c", "d", "e"), TO) is None


# What becomes of it.


def told(status: int, code: str = "", headers: Mapping[str, str] | None = None, **more: Any) -> Any:
    body = {"error": {"code": code, "message": "made up", **more}}
    return BOT.outcome(status, headers or {}, json.dumps(body).encode())


def test_what_is_taken_is_done() -> None:
    assert BOT.outcome(201, {}, b'{"id": "1"}') == Done()


@pytest.mark.parametrize(
    ("status", "code", "stopped"),
    [
        (403, "ConversationBlockedByUser", True),
        (403, "BotNotInConversationRoster", True),
        (403, "BotDisabledByAdmin", False),
        (403, "", False),
        (404, "ConversationNotFound", False),
        (413, "MessageSizeTooBig", False),
        (400, "BadSyntax", False),
    ],
)
def test_what_never_will_be_taken(status: int, code: str, stopped: bool) -> None:
    outcome = told(status, code)
    assert isinstance(outcome, Never)
    assert outcome.stopped is stopped


def test_a_blocked_bot_may_be_told_in_a_sub_code() -> None:
    outcome = told(403, "Forbidden", subCode="MessageWritesBlocked")
    assert isinstance(outcome, Never)
    assert outcome.stopped


@pytest.mark.parametrize("status", [401, 408, 412, 429, 500, 502, 503, 504])
def test_what_may_be_mended_is_tried_again(status: int) -> None:
    assert isinstance(told(status), Again)
    assert isinstance(BOT.outcome(status, {}, b"<html>"), Again)


@pytest.mark.parametrize("status", [412, 429, 503])
def test_teams_is_left_alone_as_long_as_it_asks(status: int) -> None:
    outcome = told(status, "Throttled", {"retry-after": "7"})
    assert isinstance(outcome, Again)
    assert outcome.after == 7.0


# Settings, tokens, and asking Microsoft.


def test_nothing_set_is_off() -> None:
    assert from_environment({"HAIRLINE_TEAMS_API": "https://example.com"}, "secret", PUBLIC) is None


@pytest.mark.parametrize("missing", list(SETTINGS))
def test_what_is_missing_is_named(missing: str) -> None:
    with pytest.raises(SettingsError, match=missing) as found:
        from_environment({**ENV, missing: ""}, "secret", PUBLIC)
    assert PASSWORD not in str(found.value)


@pytest.mark.parametrize("name", ["HAIRLINE_TEAMS_APP_ID", "HAIRLINE_TEAMS_TENANT"])
@pytest.mark.parametrize("value", ["clinic.example", APP[:-1], APP + "/x", "common"])
def test_what_is_no_id_is_named(name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=name):
        from_environment({**ENV, name: value}, "secret", PUBLIC)


def test_the_password_goes_nowhere_but_to_https_or_this_machine() -> None:
    with pytest.raises(SettingsError, match="HAIRLINE_TEAMS_API"):
        teams(None, HAIRLINE_TEAMS_API="http://example.com")


def test_microsoft_is_asked_at_its_own_addresses() -> None:
    urls: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        urls.append(str(request.url))
        return answering(request)

    bot = teams(answer)
    run(lambda http: bot.authorised(Call("POST", f"{REGION}v3/conversations/a/activities"), http), answer)
    assert urls == [
        "https://login.botframework.com/v1/.well-known/openidconfiguration",
        "https://login.botframework.com/v1/.well-known/keys",
        f"https://login.microsoftonline.com/{TENANT}/oauth2/v2.0/token",
    ]


def over_http(stand_in: TeamsStandIn, task: Callable[[Teams, httpx.AsyncClient], Any], **other: str) -> Any:
    """Do something with a provider that talks to a stand-in that listens."""
    given = {"app": APP, "password": PASSWORD, "tenant": TENANT, **other}
    bot = Teams(given["app"], given["password"], given["tenant"], PUBLIC, stand_in.url, clock=lambda: CLOCK[0])

    async def running() -> Any:
        async with httpx.AsyncClient(trust_env=False) as http:
            return await task(bot, http)

    return asyncio.run(running())


CLOCK = [1_000.0]


def test_a_message_comes_and_its_reply_goes_over_http() -> None:
    async def task(bot: Teams, http: httpx.AsyncClient) -> None:
        assert isinstance(stand_in, TeamsStandIn)
        await bot.refresh(http)
        (event,) = bot.receive(asked(stand_in.message(PERSON, "Hi", id="1", at=stand_in.clock())), time.time()).events
        said = Said("Hello\n\nthere \U0001f642", (Choice("c-1", "More"),))
        calls = [*bot.calls(said, To(event.person, event.about)), *bot.calls(Said("and"), To("", event.about))]
        answers = await asyncio.gather(*(made(bot, call, http) for call in calls))
        assert [answer.status_code for answer in answers] == [201, 201]
        assert len(stand_in.tokens) == 1  # both wait for the same
        stand_in.tokens[:] = ["another"]
        assert PASSWORD not in repr(calls)
        answer = await made(bot, calls[0], http)
        assert isinstance(bot.outcome(answer.status_code, {}, answer.content), Again)
        answer = await made(bot, calls[0], http)
        assert answer.status_code == 201

    with TeamsStandIn() as stand_in:
        assert isinstance(stand_in, TeamsStandIn)
        over_http(stand_in, task)
        assert stand_in.problems == []
        assert {one.text for one in stand_in.shown} == {"Hello\n\nthere \U0001f642", "and"}
        assert {one.to for one in stand_in.shown} == {PERSON}


def test_a_token_is_used_until_five_minutes_before_its_end() -> None:
    async def task(bot: Teams, http: httpx.AsyncClient) -> list[str]:
        call = Call("POST", f"{bot.api}/emea/{TENANT}/v3/conversations/a%3A1/activities")
        used = []
        for at in (0.0, 3_298.0, 3_299.0, 3_300.0):
            CLOCK[0] = 1_000.0 + at
            used.append((await bot.authorised(call, http))["Authorization"])
        return used

    with TeamsStandIn() as stand_in:
        assert isinstance(stand_in, TeamsStandIn)
        first, second, third, fourth = over_http(stand_in, task)
        assert first == second != third == fourth
        assert stand_in.problems == []


def test_a_token_that_is_refused_or_odd_is_no_token() -> None:
    call = Call("POST", f"{REGION}v3/conversations/a/activities")
    for answer in (
        httpx.Response(401, json={"error": "invalid_client"}),
        httpx.Response(302, headers={"location": "https://example.com"}),
        httpx.Response(200, json={"access_token": "two\nlines", "expires_in": 3599}),
        httpx.Response(200, content=b"<html>"),
    ):
        with pytest.raises(httpx.HTTPError) as found:
            run(lambda http: teams(None).authorised(call, http), lambda _, answer=answer: answer)
        assert PASSWORD not in str(found.value)


def test_check_tells_that_all_is_well_and_which_webhook_to_enter() -> None:
    with TeamsStandIn() as stand_in:
        assert isinstance(stand_in, TeamsStandIn)
        found = over_http(stand_in, Teams.check)
        assert [one.well for one in found] == [True, True, True]
        assert APP in found[0].told
        assert f"{PUBLIC}/messengers/teams" in found[2].told
        assert stand_in.problems == []


@pytest.mark.parametrize(
    ("other", "told", "mend"),
    [
        ({"password": "the-secrets-id"}, "password is wrong", "HAIRLINE_TEAMS_PASSWORD"),
        ({"app": TENANT}, "not in the tenant", "HAIRLINE_TEAMS_APP_ID"),
        ({"tenant": APP}, "no such tenant", "HAIRLINE_TEAMS_TENANT"),
    ],
)
def test_check_tells_which_setting_is_wrong(other: dict[str, str], told: str, mend: str) -> None:
    with TeamsStandIn() as stand_in:
        assert isinstance(stand_in, TeamsStandIn)
        login, *_ = over_http(stand_in, Teams.check, **other)
    assert not login.well
    assert told in login.told
    assert mend in login.mend
    assert "the-secrets-id" not in repr(login)


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (Response(401, {"error_codes": ["x", True, 1]}), "HTTP 401"),
        (Response(400, {"error_codes": 7}), "HTTP 400"),
        (Response(503, {}), "HTTP 503"),
        (Response(200, {}), "HTTP 200"),
    ],
)
def test_check_tells_what_it_does_not_know(answer: Response, told: str) -> None:
    def answers(request: httpx.Request) -> httpx.Response:
        return httpx.Response(answer.status, json=answer.body) if request.method == "POST" else answering(request)

    login, *_ = run(teams(None).check, answers)
    assert not login.well
    assert told in login.told
    assert login.mend


def test_check_tells_that_there_are_no_keys() -> None:
    _, keys = run(teams(None).check, lambda _: httpx.Response(200, json={"access_token": "x"}))
    assert not keys.well
