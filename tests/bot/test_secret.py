"""The secret is made once, for its owner only, and the same for every process."""

from __future__ import annotations

import multiprocessing
import stat
from pathlib import Path

import pytest

from bot.secret import load_secret
from index.errors import SettingsError

SECRET = "s" * 40


def test_the_secret_is_made_once_and_for_the_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "var" / "links.key"
    first = load_secret(path, {})
    assert len(first) == 64
    assert load_secret(path, {}) == first
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [file.name for file in path.parent.iterdir()] == ["links.key"]


def _load(path: Path) -> str:
    return load_secret(path, {})


def test_processes_that_start_at_once_agree(tmp_path: Path) -> None:
    with multiprocessing.get_context("fork").Pool(4) as pool:
        assert len(set(pool.map(_load, [tmp_path / "links.key"] * 16, chunksize=1))) == 1


def test_the_environment_goes_first(tmp_path: Path) -> None:
    assert load_secret(tmp_path / "links.key", {"HAIRLINE_SECRET": SECRET}) == SECRET
    assert not (tmp_path / "links.key").exists()


def test_a_secret_that_is_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="at least 32") as caught:
        load_secret(tmp_path / "links.key", {"HAIRLINE_SECRET": "hunter2"})
    assert "hunter2" not in str(caught.value)
    (tmp_path / "links.key").write_text("")
    with pytest.raises(SettingsError, match="damaged"):
        load_secret(tmp_path / "links.key", {})
    with pytest.raises(SettingsError, match="cannot be read"):
        load_secret(tmp_path, {})
