"""`hairline channels` says what is set up, what is missing and what to do, without showing a secret."""

from __future__ import annotations

import time
from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Protocol

import pytest
from click.testing import Result
from typer.testing import CliRunner

from actions.cli import app
from bot.channels.messengers.known import MAKING
from bot.messages.store import open_messages
from tests.services.own_var import environment, free_port

SECRET = "5e" * 32
PUBLIC = "https://clinic.example"
# Telegram's token is within the address of each call; the others' are in headers.
TELEGRAM = {"HAIRLINE_TELEGRAM_TOKEN": "123456:" + "a" * 35}
WHATSAPP = {
    "HAIRLINE_WHATSAPP_TOKEN": "secret-token",
    "HAIRLINE_WHATSAPP_APP_SECRET": "secret-of-the-app",
    "HAIRLINE_WHATSAPP_VERIFY_TOKEN": "secret-word",
    "HAIRLINE_WHATSAPP_PHONE_ID": "106540352242922",
}


class Hairline(Protocol):
    def __call__(self, *arguments: str, **env: str) -> Result: ...


@pytest.fixture
def hairline(tmp_path: Path) -> Hairline:
    """Run the command in this process, with a var folder of its own and no settings but those given."""

    def run(*arguments: str, **env: str) -> Result:
        ours = {"HAIRLINE_SECRET": SECRET, "HAIRLINE_PUBLIC_URL": PUBLIC, "COLUMNS": "300", **env}
        return CliRunner().invoke(app, ["channels", *arguments], env=environment(tmp_path, **ours))

    return run


def lines(result: Result) -> Mapping[str, str]:
    """What was said of each channel."""
    told = (line.split(maxsplit=2) for line in result.stdout.splitlines() if line[:1] in "✓✗-")
    return {parts[1]: parts[2] for parts in told if len(parts) == 3}


def test_what_nobody_set_up_is_off_and_that_is_well(hairline: Hairline) -> None:
    result = hairline("check")
    assert result.exit_code == 0, result.output
    assert lines(result) == dict.fromkeys(MAKING, "off")
    assert "no messenger is set up; docs/channels/ says how" in result.stderr


def test_what_is_incomplete_is_wrong_and_what_is_missing_is_named(hairline: Hairline) -> None:
    begun = {name: value for name, value in WHATSAPP.items() if name != "HAIRLINE_WHATSAPP_APP_SECRET"}
    result = hairline("check", "--offline", **begun)
    assert result.exit_code == 1
    assert (
        "HAIRLINE_WHATSAPP_APP_SECRET is missing: the app's secret (App settings, Basic)" in lines(result)["whatsapp"]
    )
    assert lines(result)["telegram"] == "off"
    assert "no messenger is set up" not in result.stderr


def test_what_is_complete_is_on_and_its_webhook_is_named(hairline: Hairline) -> None:
    result = hairline("check", "--offline", **WHATSAPP, **TELEGRAM)
    assert result.exit_code == 0, result.output
    told = lines(result)
    assert told["whatsapp"] == f"on; its webhook is {PUBLIC}/messengers/whatsapp"
    assert told["telegram"] == f"on; its webhook is {PUBLIC}/messengers/telegram"
    assert result.stderr == ""


def test_no_secret_is_shown(hairline: Hairline) -> None:
    broken = {**WHATSAPP, "HAIRLINE_WHATSAPP_TOKEN": "secret token"}
    shown = (
        hairline("check", "--offline", **broken, **TELEGRAM).output + hairline("check", "--offline", **WHATSAPP).output
    )
    for secret in (*list(WHATSAPP.values())[:3], "secret token", *TELEGRAM.values(), SECRET):
        assert secret not in shown


def test_offline_nobody_is_asked(hairline: Hairline) -> None:
    with asked() as url:
        hairline("check", "--offline", **WHATSAPP, HAIRLINE_WHATSAPP_API=url)
        assert Provider.paths == []
        hairline("check", **WHATSAPP, HAIRLINE_WHATSAPP_API=url)
        assert Provider.paths != []


def test_a_provider_that_does_not_know_us_is_wrong_and_says_what_to_do(hairline: Hairline) -> None:
    with asked(401) as url:
        result = hairline("check", "whatsapp", **WHATSAPP, HAIRLINE_WHATSAPP_API=url)
    assert result.exit_code == 1
    assert result.stdout.startswith("✗ whatsapp")
    assert "    ! " in result.stdout


def test_a_provider_that_cannot_be_reached_is_wrong_and_the_others_are_still_asked(hairline: Hairline) -> None:
    nowhere = f"http://127.0.0.1:{free_port()}"
    with asked(401) as url:
        result = hairline("check", **WHATSAPP, **TELEGRAM, HAIRLINE_WHATSAPP_API=nowhere, HAIRLINE_TELEGRAM_API=url)
        assert Provider.paths != []
    assert result.exit_code == 1
    assert "Traceback" not in result.output
    assert "✗ whatsapp" in result.stdout
    assert "✗ telegram" in result.stdout


def test_one_channel_may_be_asked_for_alone(hairline: Hairline) -> None:
    assert list(lines(hairline("check", "sms", "--offline", **WHATSAPP))) == ["sms"]


def test_a_channel_that_is_not_known_is_told_with_those_that_are(hairline: Hairline) -> None:
    result = hairline("check", "pigeon")
    assert result.exit_code == 1
    assert f"there is no channel 'pigeon'; known are {', '.join(MAKING)}" in " ".join(result.stderr.split())


def test_the_help_names_every_channel(hairline: Hairline) -> None:
    told = " ".join(hairline("check", "--help").output.split())
    assert [name for name in MAKING if name not in told] == []


def test_an_address_that_no_provider_reaches_is_pointed_out(hairline: Hairline) -> None:
    result = hairline("check", "--offline", **WHATSAPP, HAIRLINE_PUBLIC_URL="http://127.0.0.1:5005")
    assert "set HAIRLINE_PUBLIC_URL to the https:// address" in result.stderr


def test_what_happened_so_far_is_shown_as_a_table(hairline: Hairline, tmp_path: Path) -> None:
    store = open_messages(f"sqlite:///{tmp_path / 'messages' / 'messages.sqlite'}", SECRET)
    store.count({("whatsapp", "refused: altered"): 4711})
    store.close()
    shown = hairline("check", "--offline").stdout
    assert "refused: altered" in shown
    assert "4711" in shown


def test_a_database_that_is_away_is_told_in_one_sentence(hairline: Hairline) -> None:
    began = time.monotonic()
    result = hairline("check", "--offline", HAIRLINE_DATABASE_URL="postgresql://nobody:pass-word@127.0.0.1:1/none")
    assert result.exit_code == 1
    assert "the conversations' database cannot be used" in result.stderr
    assert "pass-word" not in result.output
    assert time.monotonic() - began < 20.0


@pytest.mark.parametrize(
    ("channel", "env", "sentence"),
    [
        ("telegram", {}, "'telegram' is not set up; `hairline channels check` says what is missing"),
        ("pigeon", {}, "'pigeon' is not set up"),
        ("whatsapp", WHATSAPP, "whatsapp is connected on its provider's pages: docs/channels/ says where"),
        ("telegram", {**TELEGRAM, "HAIRLINE_PUBLIC_URL": "http://127.0.0.1:5005"}, "HAIRLINE_PUBLIC_URL must be the https:// address"),
    ],
)  # fmt: skip
def test_what_cannot_be_connected_from_here_is_told_with_the_reason(
    hairline: Hairline, channel: str, env: Mapping[str, str], sentence: str
) -> None:
    result = hairline("connect", channel, **env)
    assert result.exit_code == 1
    assert sentence in " ".join(result.stderr.split())


def test_telegram_is_told_where_we_are(hairline: Hairline) -> None:
    with asked(200, b'{"ok": true, "result": true}') as url:
        result = hairline("connect", "telegram", **TELEGRAM, HAIRLINE_TELEGRAM_API=url)
        assert result.exit_code == 0, result.output
        assert [path.rpartition("/")[2] for path in Provider.paths] == ["setWebhook"]
    assert f"telegram will call {PUBLIC}/messengers/telegram" in result.stderr


def test_a_provider_that_does_not_take_it_is_quoted_without_the_token(hairline: Hairline) -> None:
    with asked(401, b'{"ok": false, "error_code": 401, "description": "Unauthorized"}') as url:
        result = hairline("connect", "telegram", **TELEGRAM, HAIRLINE_TELEGRAM_API=url)
    assert result.exit_code == 1
    assert "telegram did not take it: " in result.stderr
    assert TELEGRAM["HAIRLINE_TELEGRAM_TOKEN"] not in result.output


class Provider(BaseHTTPRequestHandler):
    """Answers every question alike."""

    status, body, paths = 200, b"{}", list[str]()

    def do_GET(self) -> None:
        self.rfile.read(int(self.headers.get("content-length", 0)))
        Provider.paths.append(self.path)
        self.send_response(Provider.status)
        self.send_header("content-length", str(len(Provider.body)))
        self.end_headers()
        self.wfile.write(Provider.body)

    def do_POST(self) -> None:
        self.do_GET()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


class asked:  # noqa: N801 - reads as a sentence where it is used
    """A provider on this machine; gives its address."""

    def __init__(self, status: int = 200, body: bytes = b"{}") -> None:
        Provider.status, Provider.body, Provider.paths = status, body, []
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Provider)

    def __enter__(self) -> str:
        Thread(target=self._server.serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{self._server.server_port}"

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
