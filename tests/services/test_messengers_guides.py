"""Each guide in docs/channels/ followed from nothing to a conversation, with the messenger's stand-in in its place."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from bot.settings import ROOT, Settings
from tests.services.client import COMMAND, serving
from tests.services.messengers.everyone import PUBLIC, SECRET, STAND_INS
from tests.services.messengers.standin import StandIn
from tests.services.messengers.talking import Patient
from tests.services.own_var import environment, own_var

GUIDES = ROOT / "docs" / "channels"
PAGES = {"sms": "twilio", "twilio-whatsapp": "twilio"}
_BLOCK = re.compile(r"^```sh\n(.*?)^```", re.MULTILINE | re.DOTALL)
_EXPORT = re.compile(r"^\s*export (HAIRLINE_[A-Z_]+)=", re.MULTILINE)


def guide(name: str) -> str:
    return (GUIDES / f"{PAGES.get(name, name)}.md").read_text(encoding="utf-8")


def told(name: str) -> list[str]:
    """The variables that a guide has a clinic's engineer set."""
    return [variable for block in _BLOCK.findall(guide(name)) for variable in _EXPORT.findall(block)]


@pytest.mark.server
@pytest.mark.slow
@pytest.mark.parametrize("kind", STAND_INS, ids=lambda kind: kind.name)
def test_a_guide_leads_from_nothing_to_a_conversation(kind: type[StandIn], settings: Settings, tmp_path: Path) -> None:
    assert f"{'https://YOUR-SERVER'}/messengers/{kind.name}" in guide(kind.name)
    with kind() as stand_in:
        known = {"HAIRLINE_PUBLIC_URL": PUBLIC, **stand_in.environment()}
        here = {name: value for name, value in known.items() if name.endswith("_API")} | {"HAIRLINE_SECRET": SECRET}
        chosen = {name: known[name] for name in told(kind.name) if name in known} | here
        var = own_var(settings, tmp_path)
        checked = subprocess.run(
            [*COMMAND, "channels", "check", kind.name],
            cwd=ROOT,
            env=environment(var, **chosen),
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )
        assert f"{PUBLIC}/messengers/{kind.name}" in checked.stdout, checked.stdout + checked.stderr
        assert checked.returncode == 0, checked.stdout + checked.stderr
        with serving(var, **chosen) as server:
            shown = Patient(server.url, stand_in, 1).say("Hello")
        assert "automated assistant" in "\n".join(one.text for one in shown)
        assert stand_in.problems == []


@pytest.mark.parametrize("kind", STAND_INS, ids=lambda kind: kind.name)
def test_a_guide_names_every_variable_of_its_channel_and_no_other(kind: type[StandIn]) -> None:
    mine = {name.split("_")[1] for name in told(kind.name)} - {"PUBLIC"}
    assert mine == {PAGES.get(kind.name, kind.name).upper()}
    assert "HAIRLINE_PUBLIC_URL" in told(kind.name)
