"""What some tests of bot/ share."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from bot.building import index_is_current, model_is_current
from bot.settings import Settings

PARTS = ("bot", "index", "data", "config.yml")


@pytest.fixture
def project(settings: Settings, tmp_path: Path) -> Settings:
    """A copy of the project, built, in which files may be changed. Its encoder is linked, not copied."""
    if not (index_is_current(settings) and model_is_current(settings)):
        pytest.fail("the project's index or route model is stale; run `hairline build` first")
    ignored = shutil.ignore_patterns("__pycache__")
    for part in PARTS:
        copy = shutil.copytree if (settings.root / part).is_dir() else shutil.copy
        copy(settings.root / part, tmp_path / part, **({"ignore": ignored} if copy is shutil.copytree else {}))
    shutil.copytree(settings.var / "models", tmp_path / "var" / "models")
    shutil.copytree(settings.var / "index", tmp_path / "var" / "index", copy_function=_link)
    return replace(settings, root=tmp_path, var=tmp_path / "var")


def _link(source: str, target: str) -> None:
    try:
        Path(target).hardlink_to(source)
    except OSError:  # another disk
        shutil.copy2(source, target)
