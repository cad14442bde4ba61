"""The widget's client keeps its promises: Node runs its tests, with a server, tabs and a clock of their own."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

FOLDER = Path(__file__).parent
OLDEST = 20  # the first version of Node whose test runner can stop the clock
PATIENCE = 300  # seconds


@pytest.fixture(scope="module")
def node() -> str:
    """The path of a Node that is new enough."""
    path = shutil.which("node")
    if path is None:
        pytest.skip("there is no Node here: apt-get install nodejs")
    version = subprocess.run([path, "--version"], capture_output=True, text=True, check=True).stdout
    if int(version.removeprefix("v").split(".")[0]) < OLDEST:
        pytest.skip(f"Node {version.strip()} is too old: these tests need {OLDEST}")
    return path


@pytest.mark.parametrize("name", sorted(path.name for path in FOLDER.glob("*.test.mjs")))
def test_promises_are_kept(node: str, name: str) -> None:
    command = [node, "--test", "--test-reporter=spec", str(FOLDER / name)]
    ran = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE, check=False)
    assert ran.returncode == 0, ran.stdout[-4000:] + ran.stderr[-1000:]
    assert "pass 0" not in ran.stdout
