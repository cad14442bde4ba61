"""The widget's types hold: the TypeScript compiler reads its JSDoc, and finds nothing."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.browser.canned import WEB

COMPILER = ("npx", "--yes", "--package", "typescript@5.9.3", "tsc")
STRICT = ("--noEmit", "--checkJs", "--strict")  # whatever the configuration says
PATIENCE = 120  # seconds for a first download


@pytest.fixture(scope="module")
def compiler() -> tuple[str, ...]:
    """The compiler, as npx fetches it once."""
    if shutil.which("npx") is None:
        pytest.skip("there is no npx here: apt-get install nodejs npm")
    try:
        tried = subprocess.run([*COMPILER, "--version"], capture_output=True, text=True, timeout=PATIENCE, check=False)
    except subprocess.TimeoutExpired:
        pytest.skip("npx could not fetch TypeScript in time; these types are checked where it can")
    if tried.returncode:
        pytest.skip(f"npx cannot fetch TypeScript here: {tried.stderr.strip()[-200:]}")
    return COMPILER


def check(compiler: tuple[str, ...], folder: Path) -> str:
    """Return what the compiler finds in a folder; nothing when all is well."""
    command = [*compiler, "--project", str(folder / "jsconfig.json"), *STRICT]
    return subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE, check=False).stdout


def test_types_hold(compiler: tuple[str, ...]) -> None:
    assert check(compiler, WEB) == ""


def test_a_wrong_type_is_found(compiler: tuple[str, ...], tmp_path: Path) -> None:
    shutil.copy(WEB / "jsconfig.json", tmp_path)
    wrong = tmp_path / "wrong.js"
    wrong.write_text("/** @param {number} seconds */\nexport const wait = (seconds) => seconds.trim();\n")
    assert "Property 'trim' does not exist on type 'number'" in check(compiler, tmp_path)
