"""The README is true: its commands run, its settings exist, and none is missing from it."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest
import typer.main

from actions.cli import app
from bot.settings import ROOT
from tests.services.client import COMMAND, Server
from tests.services.own_var import environment

README = (ROOT / "README.md").read_text("utf-8")
ROWS = [line.split("|")[1:3] for line in README.splitlines() if line.startswith("| `")]
TOLD = [found for row, _ in ROWS for found in re.findall(r"`([^`]+)`", row)]
BLOCKS = re.findall(r"```sh\n(.*?)```", README, re.DOTALL)
# What `hairline run` tells its own action server.
BETWEEN_OURSELVES = {f"HAIRLINE_ACTIONS_{name}" for name in ("HOST", "PORT", "PARENT")}
ITEM = {
    "id": "1",
    "class": "one",
    "turns": ["How much does it cost?"],
    "expect": {"kinds": ["answer"], "sections": ["A31"]},
}


def test_every_command_is_told_and_every_told_command_exists() -> None:
    known = typer.main.get_command(app)
    commands = set(known.commands)  # type: ignore[attr-defined] # a click group
    told = {shlex.split(command)[1] for command in TOLD if command.startswith("hairline ")}
    assert told == commands
    for part in ("list", "show", "check"):
        assert part in known.commands["content"].commands  # type: ignore[attr-defined]
    for group in ("bookings", "channels"):
        (parts,) = (re.findall(r"`(\w+)`", meaning) for row, meaning in ROWS if f"hairline {group}" in row)
        assert set(parts) == set(known.commands[group].commands)  # type: ignore[attr-defined]


def test_every_setting_is_told_and_every_told_setting_is_read() -> None:
    sources = [path.read_text("utf-8") for folder in ("bot", "actions") for path in (ROOT / folder).rglob("*.py")]
    read = set(re.findall(r"HAIRLINE_[A-Z0-9_]+", "\n".join(sources))) - BETWEEN_OURSELVES
    told = {name for name in TOLD if name.startswith("HAIRLINE_")}
    for guide in (ROOT / "docs" / "channels").glob("*.md"):  # messengers' settings are told in their guides
        told |= set(re.findall(r"HAIRLINE_[A-Z0-9_]+", guide.read_text("utf-8")))
    assert told == read


@pytest.mark.parametrize("target", sorted(set(re.findall(r"(?:^|`)make ([a-z]+)", README, re.MULTILINE))))
def test_every_make_target_exists(target: str) -> None:
    make = shutil.which("make")
    assert make
    done = subprocess.run([make, "--dry-run", target], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.server
@pytest.mark.parametrize(
    "arguments",
    [
        ["ask", "Does it hurt?", "--explain"],
        ["content", "list"],
        ["content", "show", "cost-range"],
        ["content", "check"],
        ["build"],
        ["eval", "questions.jsonl"],
        ["audit"],
        ["audit", "--summary"],
        ["bookings", "week"],
        ["bookings", "health"],
    ],
    ids=" ".join,
)
def test_the_daily_commands_run(arguments: list[str], server: Server, tmp_path: Path) -> None:
    questions = tmp_path / "questions.jsonl"
    questions.write_text(json.dumps(ITEM))
    env = environment(server.var, HAIRLINE_PORT=server.url.rsplit(":", 1)[1])
    words = [str(questions) if word == questions.name else word for word in arguments]
    done = subprocess.run(
        [*COMMAND, *words], cwd=ROOT, env=env, capture_output=True, text=True, check=False, timeout=300
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() or arguments == ["build"]


@pytest.mark.server
def test_the_request_it_shows_is_answered(server: Server) -> None:
    if shutil.which("curl") is None:
        pytest.skip("curl is not installed")
    (shown,) = (line for block in BLOCKS for line in block.splitlines() if line.startswith("curl "))
    words = shlex.split(shown.replace("localhost:5005", server.url.removeprefix("http://")))
    messages = json.loads(
        subprocess.run([*words, "--noproxy", "*"], capture_output=True, check=True, timeout=60).stdout
    )
    (custom,) = (message["custom"] for message in messages if "custom" in message)
    assert custom["answers"][0]["id"] == "pain-treatment"


def test_what_it_links_to_is_there() -> None:
    for target in re.findall(r"\]\(([^)#:]+)\)", README):
        assert (ROOT / target).exists(), target
