"""An index that does not fit is refused with the command that mends it."""

from __future__ import annotations

import dataclasses
import json
import re
from pathlib import Path
from typing import Any

import pytest

from index.errors import StaleIndexError
from index.manifest import FILE, FORMAT, Manifest, digest_files

MENDS = "run `hairline build`"
MADE = Manifest(
    format=FORMAT,
    model="all-MiniLM-L6-v2",
    model_sha256="5" * 64,
    dimension=384,
    metric="inner product of unit vectors",
    content_sha256="c" * 64,
    phrasings_sha256="a" * 64,
    encoder_sha256="e" * 64,
    rows=10,
    answers=2,
    built_at="2026-01-02T03:04:05+00:00",
    encoder_parity=1.0,
)


def test_what_was_written_is_read(tmp_path: Path) -> None:
    MADE.write(tmp_path)
    assert Manifest.read(tmp_path) == MADE
    MADE.require(content_sha256="c" * 64, model_sha256="5" * 64)


def test_other_content_is_refused() -> None:
    with pytest.raises(StaleIndexError, match=f"the content has changed since .* built on 2026-01-02.*; {MENDS}"):
        MADE.require(content_sha256="d" * 64, model_sha256="5" * 64)


def test_another_model_is_refused_naming_both() -> None:
    with pytest.raises(
        StaleIndexError, match=f"all-MiniLM-L6-v2 .555555555555.* is 666666666666.*; {MENDS}, or set HAIRLINE_MODEL"
    ):
        MADE.require(content_sha256="c" * 64, model_sha256="6" * 64)


@pytest.mark.parametrize("number", [FORMAT + 1, FORMAT - 1, None, str(FORMAT)])
def test_another_format_is_refused(tmp_path: Path, number: Any) -> None:
    dataclasses.replace(MADE, format=number).write(tmp_path)
    with pytest.raises(StaleIndexError, match=f"has another format than this version reads; {MENDS}"):
        Manifest.read(tmp_path)


def test_a_folder_without_a_manifest_counts_as_not_built(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "nowhere"):
        with pytest.raises(StaleIndexError, match=f"no complete index in {re.escape(str(folder))}; {MENDS}"):
            Manifest.read(folder)


@pytest.mark.parametrize("held", [b"", b"{", b"\xff\xfe", b"[]", b"null", b'{"format": %d}' % FORMAT])
def test_a_damaged_manifest_is_refused(tmp_path: Path, held: bytes) -> None:
    (tmp_path / FILE).write_bytes(held)
    with pytest.raises(StaleIndexError, match=MENDS):
        Manifest.read(tmp_path)


@pytest.mark.parametrize("change", ["missing", "extra"])
def test_a_manifest_with_other_fields_is_refused(tmp_path: Path, change: str) -> None:
    raw = dataclasses.asdict(MADE)
    raw.pop("metric") if change == "missing" else raw.update(colour="red")
    (tmp_path / FILE).write_text(json.dumps(raw), encoding="utf-8")
    with pytest.raises(StaleIndexError, match=f"is damaged; {MENDS}"):
        Manifest.read(tmp_path)


def test_a_digest_follows_names_and_bytes_and_nothing_else(tmp_path: Path) -> None:
    first, second = tmp_path / "a.yml", tmp_path / "b.yml"
    first.write_bytes(b"one")
    second.write_bytes(b"two")
    before = digest_files([first, second], tmp_path)
    assert digest_files([second, first], tmp_path) == before
    assert digest_files([first], tmp_path) != before
    first.write_bytes(b"two")
    second.write_bytes(b"one")
    assert digest_files([first, second], tmp_path) != before  # the same bytes under the other names


def test_a_digest_notices_a_file_that_is_renamed(tmp_path: Path) -> None:
    (tmp_path / "a.yml").write_bytes(b"one")
    before = digest_files([tmp_path / "a.yml"], tmp_path)
    (tmp_path / "a.yml").rename(tmp_path / "b.yml")
    assert digest_files([tmp_path / "b.yml"], tmp_path) != before


@pytest.mark.parametrize("held", [("onetwo", ""), ("", "onetwo"), ("oneb.ymltwo", None)])
def test_bytes_cannot_move_from_one_file_to_the_next_unnoticed(tmp_path: Path, held: tuple[str, str | None]) -> None:
    digests = set()
    for number, texts in enumerate((("one", "two"), held)):
        folder = tmp_path / str(number)
        folder.mkdir()
        paths = [folder / "a.yml", folder / "b.yml"][: sum(text is not None for text in texts)]
        for path, text in zip(paths, texts, strict=False):
            path.write_text(str(text), encoding="utf-8")
        digests.add(digest_files(paths, folder))
    assert len(digests) == 2
