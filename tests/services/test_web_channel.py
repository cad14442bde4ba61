"""The website's chat over a real server: what a visitor gets, and keeps, and gets rid of."""

from __future__ import annotations

import os
import secrets
import signal
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from bot.settings import Settings
from tests.services.client import Server, serving
from tests.services.own_var import own_var
from tests.services.visitor import PRIVACY, Visitor, custom, visit

MANY = {"HAIRLINE_CHAT_PER_MINUTE": "100000"}


@pytest.fixture(scope="module")
def chat(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving(own_var(settings, tmp_path_factory.mktemp("chat")), **MANY) as started:
        yield started


@pytest.fixture
def visitor(chat: Server) -> Visitor:
    return visit(chat.client)


def test_a_question_is_answered_as_over_rest(chat: Server, visitor: Visitor) -> None:
    turn = visitor.say("How much does it cost?")
    assert [answer["id"] for answer in custom(turn)["answers"]] == chat.say("How much does it cost?").ids
    assert turn["text"] == "How much does it cost?"
    assert turn["seq"] == 1


def test_what_comes_twice_is_answered_once(visitor: Visitor) -> None:
    first = visitor.say("Does it hurt?", "the-same-1")
    assert visitor.say("Does it hurt?", "the-same-1") == first
    assert visitor.turns() == [first]
    other = visitor.send("Something else", "the-same-1")
    assert (other.status_code, other.json()["error"]["code"]) == (409, "conflict")


def test_what_comes_many_times_at_once_is_answered_once(visitor: Visitor) -> None:
    with ThreadPoolExecutor(8) as threads:
        turns = list(threads.map(lambda number: visitor.say("Is it safe?", f"message-{number % 4}"), range(16)))
    assert len({str(turn) for turn in turns}) == 4
    assert sorted(turn["seq"] for turn in visitor.turns()) == [1, 2, 3, 4]


def test_the_conversation_goes_on_where_it_was(visitor: Visitor) -> None:
    visitor.say("book")
    assert custom(visitor.say("Madrid"))["booking"]["step"] == "time"
    assert custom(visitor.say("1"))["booking"]["step"] == "name"


def test_it_goes_on_after_the_server_was_killed(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> None:
    var = own_var(settings, tmp_path_factory.mktemp("killed"))
    with serving(var, **MANY) as server:
        visitor = visit(server.client)
        visitor.say("my throat is swelling up and I can't breathe")
        before = visitor.turns()
        os.killpg(server.process.pid, signal.SIGKILL)
    with serving(var, **MANY) as again:
        visitor.client = again.client
        assert visitor.turns() == before
        # What it was in the middle of counts on: an emergency is not over because a server was.
        assert custom(visitor.say("what does it cost?"))["kind"] == "emergency"


def test_two_processes_serve_the_same_conversation(
    settings: Settings, tmp_path_factory: pytest.TempPathFactory, store_url: str
) -> None:
    shared = {**MANY, "HAIRLINE_DATABASE_URL": store_url, "HAIRLINE_SECRET": secrets.token_hex(32)}
    one, two = (own_var(settings, tmp_path_factory.mktemp(name)) for name in ("one", "two"))
    with serving(one, **shared) as first, serving(two, **shared) as second:
        visitor = visit(first.client)
        visitor.say("book")
        visitor.client = second.client
        assert custom(visitor.say("Madrid"))["booking"]["step"] == "time"
        clients = [first.client, second.client]

        def send(number: int) -> str:
            return str(
                Visitor(clients[number % 2], visitor.token, visitor.renewal, "").say(
                    "Is it safe?", f"message-{number // 2}"
                )
            )

        with ThreadPoolExecutor(6) as threads:
            assert len(set(threads.map(send, range(12)))) == 6
        assert [turn["seq"] for turn in visitor.turns()] == list(range(1, 9))


def test_nothing_that_was_said_lies_legible_on_the_disk(chat: Server, visitor: Visitor) -> None:
    visitor.say("I am Zebulon Quuxville, born 1980-02-03, zeb@quuxville.example, and I take warfarin")
    visitor.say("How much does it cost?")
    for path in chat.var.rglob("*"):
        if path.is_file() and (chat.var / "index") not in path.parents:
            found = path.read_bytes()
            for planted in (b"Quuxville", b"quuxville", b"1980-02-03", b"warfarin", b"thousands of dollars"):
                assert planted not in found, path
    assert visitor.turns()[0]["text"].startswith("I am Zebulon")  # the visitor can


def test_a_visitor_says_whether_an_answer_helped(visitor: Visitor) -> None:
    visitor.say("How much does it cost?", "message-1")
    for helpful in (True, False, None):
        noted = visitor.ask("PUT", "messages/message-1/feedback", json={"answer": "cost-range", "helpful": helpful})
        assert noted.json() == {"answer": "cost-range", "helpful": helpful}
    missing = visitor.ask("PUT", "messages/message-1/feedback", json={"answer": "pain", "helpful": True})
    assert missing.status_code == 404


def test_a_visitor_can_take_the_conversation_along(visitor: Visitor) -> None:
    visitor.say("How much does it cost?", "message-1")
    visitor.ask("PUT", "messages/message-1/feedback", json={"answer": "cost-range", "helpful": True})
    text = visitor.ask("GET", "transcript").text
    assert "How much does it cost?" in text
    assert "several thousand" in text
    assert "Source of" in text
    held = visitor.ask("GET", "export").json()
    assert held["turns"] == visitor.turns()
    assert [vote["answer"] for vote in held["feedback"]] == ["cost-range"]
    assert held["state"]["events"] if isinstance(held["state"], dict) else held["state"]


def test_a_visitor_can_delete_it(chat: Server, visitor: Visitor) -> None:
    visitor.say("How much does it cost?")
    receipt = visitor.ask("DELETE", "conversation").json()
    assert receipt["receipt"].startswith("F-")
    assert receipt["deleted"] == {"messages": 1, "feedback": 0, "conversations": 1, "decisions": 1}
    for method, path in (("GET", "messages"), ("GET", "export"), ("GET", "transcript"), ("DELETE", "conversation")):
        assert visitor.ask(method, path).status_code == 410
    assert visitor.send("hello").status_code == 410
    visitor.token = visitor.renewal
    assert visitor.ask("POST", "sessions/renew", json={}).status_code == 410


def test_a_session_can_be_renewed(visitor: Visitor) -> None:
    visitor.say("hello")
    renewed = visitor.ask(
        "POST", "sessions/renew", json={}, headers={"Authorization": f"Bearer {visitor.renewal}"}
    ).json()
    assert renewed["conversation"] == visitor.conversation
    visitor.token = renewed["token"]
    assert len(visitor.turns()) == 1


def test_whatever_is_typed_gets_a_reply(visitor: Visitor) -> None:
    for text in (
        "",
        " ",
        "/restart",
        '/inform{"a": "b"}',
        "<script>alert(1)</script>",
        "\u0000\ud83d",
        "x" * 20_000,
        "🙂",
    ):
        assert custom(visitor.say(text))["kind"]


def test_where_the_visitor_is_need_not_be_asked(visitor: Visitor) -> None:
    booking = custom(visitor.say("book a consultation", zone="Europe/Madrid"))["booking"]
    assert (booking["step"], booking["zone"]) == ("time", "Europe/Madrid")
    assert custom(visit(visitor.client).say("book", zone="Mars/Olympus"))["booking"]["step"] == "zone"


def test_too_many_messages_are_told_when_to_come_back(
    settings: Settings, tmp_path_factory: pytest.TempPathFactory
) -> None:
    with serving(own_var(settings, tmp_path_factory.mktemp("few"))) as server:
        visitor = visit(server.client)
        statuses = [visitor.send("hello").status_code for _ in range(30)]
        assert set(statuses) == {200, 429}
        refused = next(r for r in (visitor.send("hello") for _ in range(5)) if r.status_code == 429)
        assert int(refused.headers["Retry-After"]) > 0


def test_it_says_so_when_its_database_is_down(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> None:
    var = own_var(settings, tmp_path_factory.mktemp("down"))
    with serving(var, **MANY) as server:
        visitor = visit(server.client)
        visitor.say("hello", "message-1")
        file = var / "chats" / "chats.sqlite"
        kept = file.read_bytes()
        for part in file.parent.iterdir():
            part.unlink()
        file.mkdir()
        refused = visitor.send("hello", "message-2")
        assert (refused.status_code, refused.json()["error"]["code"]) == (503, "unavailable")
        assert server.say("How much does it cost?").ids == ["cost-range"]  # education goes on elsewhere
        file.rmdir()
        file.write_bytes(kept)
        began = [server.client.post("/chat/sessions", json=PRIVACY).status_code for _ in range(2)]
        assert began[-1] == 201  # without a restart, at the second try at the latest
