"""Why a reply is what it is: told to staff of this machine, never to patients."""

from __future__ import annotations

import json
import stat

import httpx
import pytest

from tests.services.client import Server

pytestmark = pytest.mark.server

BODY = json.dumps({"sender": "staff-test", "message": "How much does it cost?"}).encode()


@pytest.fixture
def token(server: Server) -> str:
    return (server.var / "staff.token").read_text(encoding="utf-8")


def ask(server: Server, authorization: bytes | None) -> httpx.Response:
    headers = {} if authorization is None else {b"Authorization": authorization}
    return server.client.post("/webhooks/staff/webhook", content=BODY, headers=headers)


def test_with_the_token_the_reply_carries_its_reasons(server: Server, token: str) -> None:
    explained = server.post(BODY, channel="staff", token=token).custom["explain"]
    assert explained["route"] == "route_education"
    assert explained["hits"][0]["id"] == "cost-range"


@pytest.mark.parametrize(
    "header", [None, b"", b"Bearer", b"Bearer x", b"Basic abc", b"bearer {token}", b"{token}", b"Bearer {token}x"]
)
def test_without_the_token_nobody_gets_in(server: Server, token: str, header: bytes | None) -> None:
    refused = ask(server, header and header.replace(b"{token}", token.encode()))
    assert refused.status_code == 401
    assert "text" not in refused.json()
    assert token not in refused.text


def test_a_header_that_is_no_utf_8_is_refused_too(server: Server) -> None:
    assert ask(server, b"Bearer \xff\xfe").status_code == 401


def test_the_token_does_not_open_anything_in_a_query(server: Server, token: str) -> None:
    assert server.client.post(f"/webhooks/staff/webhook?token={token}", content=BODY).status_code == 401


def test_the_token_is_for_this_user_only(server: Server, token: str) -> None:
    assert stat.S_IMODE((server.var / "staff.token").stat().st_mode) == 0o600
    assert len(token) >= 32


@pytest.mark.parametrize(
    "text", ["How much does it cost?", "I cannot breathe", "I take warfarin", "hello", "", "exosomes?"]
)
def test_patients_are_never_shown_reasons(server: Server, text: str) -> None:
    body = {"sender": f"reasons-{len(text)}", "message": text, "explain": True, "channel": "staff"}
    reply = server.post(json.dumps(body).encode())
    assert "explain" not in reply.custom
    assert "route_" not in json.dumps(reply.messages)


def test_rasas_own_api_is_closed(server: Server) -> None:
    for path in ("/version", "/status", "/domain", "/conversations/staff-test/tracker"):
        assert server.client.get(path).status_code == 404
    assert server.client.post("/model/parse", json={"text": "hi"}).status_code == 404
