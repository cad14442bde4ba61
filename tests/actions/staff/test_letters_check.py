"""`hairline content check` looks at letters.yml, too."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

import actions.cli  # noqa: F401 - adds the check
from actions.staff.letters_check import check_letters
from bot import content_check
from bot.settings import Settings


@pytest.fixture
def own(settings: Settings, tmp_path: Path) -> Settings:
    """Settings whose content is a copy of the two files."""
    made = replace(settings, root=tmp_path)
    made.content.mkdir(parents=True)
    for name in ("clinic.yml", "letters.yml"):
        shutil.copy(settings.content / name, made.content)
    return made


def test_the_shipped_letters_are_right(own: Settings) -> None:
    assert list(check_letters(own)) == []


@pytest.mark.parametrize(
    ("old", "new", "told"), [("{reference}", "{refrence}", "refrence"), ("subject:", "sujet:", "subject")]
)
def test_what_is_wrong_in_them_blocks(own: Settings, old: str, new: str, told: str) -> None:
    path = own.content / "letters.yml"
    path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")
    (finding,) = check_letters(own)
    assert finding.blocks
    assert told in str(finding)


def test_the_command_makes_this_check() -> None:
    assert check_letters in content_check.also
