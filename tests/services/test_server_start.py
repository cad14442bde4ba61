"""Starting: refused with one clear sentence when it would go wrong, closed without its token, and never with torch."""

from __future__ import annotations

import json
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.server import require_startable, serve
from bot.settings import ROOT, Settings, read_settings
from index.errors import StaleIndexError
from tests.services.client import COMMAND, Server, serving
from tests.services.own_var import environment, own_var

pytestmark = pytest.mark.server

TOKEN = "a-token-for-tests-only"
BODY = json.dumps({"sender": "start", "message": "How much does it cost?"}).encode()


@pytest.fixture(scope="module")
def var(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return own_var(settings, tmp_path_factory.mktemp("start"))


@pytest.fixture(scope="module")
def guarded(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server that other machines can reach, with Rasa's own API, hence with a token."""
    reach = {"HAIRLINE_HOST": "0.0.0.0", "HAIRLINE_TOKEN": TOKEN, "HAIRLINE_RASA_API": "1"}  # noqa: S104
    with serving(own_var(settings, tmp_path_factory.mktemp("guarded")), **reach) as started:
        yield started


def refused(var: Path, **settings: str) -> str:
    """Start a server that must not start; return its last words in one line."""
    ended = subprocess.run(
        [*COMMAND, "run", "--serve-only"],
        cwd=ROOT,
        env=environment(var, **settings),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert ended.returncode == 1, ended.stderr
    assert "Traceback" not in ended.stderr
    return " ".join(ended.stderr.split())


def test_a_port_that_is_taken_is_named_with_the_way_out(var: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        words = refused(var, HAIRLINE_PORT=str(port))
    assert f"hairline: port {port} is taken by another program; stop it, or set HAIRLINE_PORT to a free one" in words
    assert not (var / "staff.token").exists()


def test_beyond_this_machine_it_does_not_start_without_a_token(var: Path) -> None:
    words = refused(var, HAIRLINE_HOST="0.0.0.0")  # noqa: S104 - it must not be bound
    assert "HAIRLINE_HOST=0.0.0.0 can be reached from other machines; set HAIRLINE_TOKEN" in words


def test_an_address_of_another_machine_is_told_as_such(var: Path) -> None:
    words = refused(var, HAIRLINE_HOST="192.0.2.1", HAIRLINE_TOKEN=TOKEN)
    assert "cannot listen on 192.0.2.1" in words
    assert "check HAIRLINE_HOST and HAIRLINE_PORT" in words
    assert TOKEN not in words


@pytest.mark.parametrize("missing", ["index", "models"])
def test_serving_what_is_stale_is_refused_with_the_command(settings: Settings, tmp_path: Path, missing: str) -> None:
    there = read_settings(environment(own_var(settings, tmp_path)))
    (tmp_path / missing).rename(tmp_path / "gone")
    with pytest.raises(StaleIndexError, match="run `hairline build`"):
        require_startable(there)
    with pytest.raises(StaleIndexError, match="run `hairline build`"):
        serve(there, lambda: pytest.fail("it started"))


def test_with_a_token_rest_is_closed_without_it(guarded: Server) -> None:
    for header in ({}, {"Authorization": TOKEN}, {"Authorization": f"Bearer {TOKEN}x"}, {"Authorization": "Bearer"}):
        response = guarded.client.post("/webhooks/rest/webhook", content=BODY, headers=header)
        assert response.status_code == 401
        assert "cost" not in response.text
    assert guarded.client.post(f"/webhooks/rest/webhook?token={TOKEN}", content=BODY).status_code == 401
    reply = guarded.post(BODY, token=TOKEN)
    assert (reply.status, reply.ids) == (200, ["cost-range"])


def test_the_patients_token_is_not_the_staffs(guarded: Server) -> None:
    staff = guarded.client.post("/webhooks/staff/webhook", content=BODY, headers={"Authorization": f"Bearer {TOKEN}"})
    assert staff.status_code == 401


def test_rasas_own_api_needs_the_token(guarded: Server) -> None:
    for path in ("/status", "/domain", "/conversations/start/tracker"):
        assert guarded.client.get(path).status_code == 401
        assert guarded.client.get(f"{path}?token=wrong").status_code == 401
    assert guarded.client.post("/model/parse", json={"text": "hi"}).status_code == 401
    assert guarded.client.get(f"/status?token={TOKEN}").status_code == 200


def test_anyone_may_ask_whether_it_is_up(guarded: Server) -> None:
    assert guarded.client.get("/webhooks/rest/").json() == {"status": "ok"}


def test_serving_never_loads_torch(server: Server) -> None:
    assert server.say("How much does it cost?").ids == ["cost-range"]
    mapped = Path(f"/proc/{server.process.pid}/maps").read_text(encoding="utf-8")
    assert "onnxruntime" in mapped  # the right process
    assert "libtorch" not in mapped


def test_nothing_of_a_conversation_is_written_to_disk(server: Server) -> None:
    server.say("My name is Zebulon of Quuxville. How much does it cost?")
    for path in server.var.rglob("*"):
        if path.is_file() and (server.var / "index") not in path.parents:
            assert b"Quuxville" not in path.read_bytes(), path
    known = {"audit", "chats", "consultations", "index", "models", "secret", "staff.token", "test-server.log"}
    others = {"mail", "messages", "receipts.jsonl"}  # of whoever booked or was forgotten on this server before
    assert {path.name for path in server.var.iterdir()} - others == known


def test_a_stopped_server_takes_its_token_away(settings: Settings, guarded: Server) -> None:
    token = guarded.var / "staff.token"
    assert token.exists()
    guarded.process.terminate()
    guarded.process.wait(timeout=60)
    assert not token.exists()
