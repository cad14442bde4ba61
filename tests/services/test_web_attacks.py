"""Who has no business in a conversation does not get in, and who misuses the interface is told so and nothing else."""

from __future__ import annotations

import json
import secrets
import time
from collections.abc import Iterator

import httpx
import pytest

from bot.channels.web import tokens
from bot.channels.web.http import GUARDS
from bot.channels.web.tokens import LIFETIME, Pass
from bot.settings import Settings
from tests.services.client import Server, serving
from tests.services.own_var import own_var
from tests.services.visitor import PRIVACY, Visitor, visit

CLINIC, EVIL = "https://www.clinic.example", "https://evil.example"
READS = (("GET", "messages"), ("GET", "export"), ("GET", "transcript"), ("DELETE", "conversation"))
ROUTES = (
    ("GET", "config"),
    ("GET", "openapi.json"),
    ("POST", "sessions"),
    ("POST", "sessions/renew"),
    ("POST", "messages"),
    ("PUT", "messages/message-1/feedback"),
    *READS,
)


@pytest.fixture(scope="module")
def chat(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    ours = {"HAIRLINE_CHAT_PER_MINUTE": "100000", "HAIRLINE_ORIGINS": f"{CLINIC}, https://shop.example:8443"}
    with serving(own_var(settings, tmp_path_factory.mktemp("attacked")), **ours) as started:
        yield started


@pytest.fixture
def victim(chat: Server) -> Visitor:
    visitor = visit(chat.client, CLINIC)
    visitor.say("I take warfarin, can I have it done?", "message-1")
    return visitor


def refused(response: httpx.Response) -> tuple[int, str]:
    assert "warfarin" not in response.text
    for name, value in GUARDS.items():
        assert response.headers[name] == value, name
    return response.status_code, response.json()["error"]["code"]


def with_token(victim: Visitor, token: str, origin: str = CLINIC) -> list[tuple[int, str]]:
    """What every route that reads, changes or deletes says to a token; and that nothing happened."""
    thief = Visitor(victim.client, token, token, victim.conversation, origin)
    answers = [refused(thief.ask(method, path)) for method, path in READS]
    answers.append(refused(thief.send("hello")))
    answers.append(refused(thief.ask("PUT", "messages/message-1/feedback", json={"answer": "pain", "helpful": True})))
    answers.append(refused(thief.ask("POST", "sessions/renew", json={})))
    assert len(victim.turns()) == 1
    return answers


def test_without_a_token_nobody_gets_in(victim: Visitor) -> None:
    for header in ({}, {"Authorization": ""}, {"Authorization": "Bearer"}, {"Authorization": f"Basic {victim.token}"}):
        for method, path in READS:
            response = victim.client.request(method, f"/chat/{path}", headers={"Origin": CLINIC, **header})
            assert refused(response) == (401, "unauthorised")


def test_a_token_in_the_address_counts_for_nothing(victim: Visitor) -> None:
    for name in ("token", "access_token", "authorization"):
        response = victim.client.get(f"/chat/messages?{name}={victim.token}", headers={"Origin": CLINIC})
        assert refused(response) == (401, "unauthorised")


def test_a_forged_token_is_refused(victim: Visitor) -> None:
    known = Pass(victim.conversation, secrets.token_bytes(32), CLINIC)
    forged = tokens.issue("a guess at the secret of this server", "access", known, time.time())
    cut = victim.token.rsplit(".", 1)[0]
    for token in (forged, f"{cut}.{'A' * 43}", f"{cut}.", cut, victim.token[:-5], victim.token.swapcase(), "null"):
        assert set(with_token(victim, token)) == {(401, "unauthorised")}


def test_another_visitors_token_opens_their_own_conversation_only(chat: Server, victim: Visitor) -> None:
    thief = visit(chat.client, CLINIC)
    assert thief.turns() == []
    vote = thief.ask("PUT", "messages/message-1/feedback", json={"answer": "pain", "helpful": True})
    assert refused(vote) == (404, "not_found")
    thief.say("hello", "message-1")  # the same id is another message in another conversation
    assert thief.ask("DELETE", "conversation").status_code == 200
    assert len(victim.turns()) == 1


def test_a_payload_cannot_be_put_under_another_signature(chat: Server, victim: Visitor) -> None:
    thief = visit(chat.client, CLINIC)
    payload, signature = victim.token.rsplit(".", 1)[0], thief.token.rsplit(".", 1)[1]
    assert set(with_token(victim, f"{payload}.{signature}")) == {(401, "unauthorised")}


def test_an_expired_token_is_refused(chat: Server, victim: Visitor) -> None:
    secret = (chat.var / "secret").read_text()
    known = tokens.admit(secret, "access", f"Bearer {victim.token}", CLINIC, time.time())
    for use in ("access", "renewal"):
        old = tokens.issue(secret, use, known, time.time() - LIFETIME[use] - 1)  # type: ignore[arg-type]
        for method, path in READS:
            thief = Visitor(victim.client, old, old, "", CLINIC)
            status, code = refused(thief.ask(method, path))
            assert (status, code) == (401, "expired" if use == "access" else "unauthorised")
    assert refused(Visitor(victim.client, old, old, "", CLINIC).ask("POST", "sessions/renew", json={})) == (
        401,
        "expired",
    )


def test_neither_token_does_the_others_work(victim: Visitor) -> None:
    thief = Visitor(victim.client, victim.renewal, victim.renewal, victim.conversation, CLINIC)
    assert {refused(thief.ask(method, path)) for method, path in READS} == {(401, "unauthorised")}
    assert refused(thief.send("hello")) == (401, "unauthorised")
    assert refused(victim.ask("POST", "sessions/renew", json={})) == (401, "unauthorised")


def test_a_token_is_of_no_use_on_another_website(victim: Visitor) -> None:
    assert set(with_token(victim, victim.token, "https://shop.example:8443")) == {(401, "unauthorised")}
    assert set(with_token(victim, victim.token, EVIL)) == {(403, "wrong_origin")}
    bare = victim.client.get("/chat/messages", headers={"Authorization": f"Bearer {victim.token}"})
    assert refused(bare) == (401, "unauthorised")


def test_a_replayed_message_does_nothing_anew(victim: Visitor) -> None:
    before = victim.turns()
    assert victim.say("I take warfarin, can I have it done?", "message-1") == before[0]
    assert victim.turns() == before


def test_a_replay_after_deletion_brings_nothing_back(victim: Visitor) -> None:
    assert victim.ask("DELETE", "conversation").status_code == 200
    again = victim.send("I take warfarin, can I have it done?", "message-1")
    assert (again.status_code, again.json()["error"]["code"]) == (410, "gone")


@pytest.mark.parametrize("origin", [EVIL, "null", "http://www.clinic.example", f"{CLINIC}.evil.example", "file://"])
@pytest.mark.parametrize(("method", "path"), ROUTES)
def test_no_other_website_reads_or_does_anything(chat: Server, origin: str, method: str, path: str) -> None:
    for asked in (method, "OPTIONS"):
        response = chat.client.request(asked, f"/chat/{path}", headers={"Origin": origin}, json=PRIVACY)
        assert refused(response) == (403, "wrong_origin")
        assert "Access-Control-Allow-Origin" not in response.headers
    page = chat.client.request(method, f"/chat/{path}", headers={"Sec-Fetch-Site": "cross-site"}, json=PRIVACY)
    assert refused(page) == (403, "wrong_origin")


def test_a_known_website_may_ask_first(chat: Server) -> None:
    asked = {"Origin": CLINIC, "Access-Control-Request-Method": "POST"}
    response = chat.client.options("/chat/messages", headers=asked)
    assert response.status_code == 204
    assert response.headers["Access-Control-Allow-Origin"] == CLINIC
    assert "authorization" in response.headers["Access-Control-Allow-Headers"]
    assert "Access-Control-Allow-Credentials" not in response.headers


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400),
        (b"{", 400),
        (b"[]", 400),
        (b"null", 400),
        (b'{"id": 1, "text": "x"}', 400),
        (b'{"id": "short", "text": "x"}', 400),
        (b'{"id": "../../../etc", "text": "x"}', 400),
        (b'{"id": "message-2"}', 400),
        (b'{"id": "message-2", "text": ["x"]}', 400),
        (b'{"id": "message-2", "text": "x", "sender": "somebody"}', 400),
        (b'{"id": "message-2", "text": "x", "zone": 5}', 400),
        (b"\xff\xfe", 400),
        (b"[" * 100_000, 400),
        (json.dumps({"id": "message-2", "text": "x" * 20_001}).encode(), 413),
        (b"x" * 200_000, 413),
        (b"x" * 4_000_000, 413),
    ],
    ids=range(16),
)
def test_a_bad_request_is_told_so(victim: Visitor, body: bytes, status: int) -> None:
    response = victim.ask("POST", "messages", content=body, headers={"Content-Type": "application/json"})
    assert refused(response)[0] == status
    assert len(victim.turns()) == 1


def test_a_form_of_another_website_is_no_json(victim: Visitor) -> None:
    for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""):
        body = b'{"id": "message-2", "text": "x"}'
        response = victim.ask("POST", "messages", content=body, headers={"Content-Type": kind})
        assert refused(response) == (415, "media_type")


def test_no_conversation_begins_without_consent(chat: Server) -> None:
    for body in ({}, {"privacy": "0"}, {"privacy": True}, {"privacy": "1", "conversation": "web-mine"}):
        assert refused(chat.client.post("/chat/sessions", json=body)) == (400, "bad_request")


def test_unknown_paths_and_methods_are_told(chat: Server) -> None:
    for path in (
        "nothing",
        "messages/",
        "messages/x/feedback/y",
        "widget/../../bot/server.py",
        "widget/server.py",
        "%2e%2e/%2e%2e",
    ):
        assert chat.client.get(f"/chat/{path}").status_code == 404
    for method, path in (("PATCH", "messages"), ("GET", "sessions"), ("POST", "config"), ("DELETE", "messages")):
        response = chat.client.request(method, f"/chat/{path}")
        assert refused(response) == (405, "method")
        assert response.headers["Allow"]


def test_nothing_sets_a_cookie(chat: Server, victim: Visitor) -> None:
    assert not victim.client.cookies
    for method, path in ROUTES:
        assert "set-cookie" not in chat.client.request(method, f"/chat/{path}", json=PRIVACY).headers
