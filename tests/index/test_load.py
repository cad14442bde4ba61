"""An index is loaded whole and fitting, or refused with the command that mends it, and that command mends it."""

from __future__ import annotations

import contextlib
from pathlib import Path

import pytest

from index import build
from index.embedder import MODEL_FILE, TOKENIZER_FILE
from index.errors import ModelFilesError, StaleIndexError
from index.manifest import FILE
from index.model_files import DEFAULT_SHA256
from index.search import Searcher
from tests.index.conftest import Small

MENDS = "run `hairline build`"
LEARNT = [build.KERNEL, build.CLASSIFIER]
EVERY_FILE = [FILE, MODEL_FILE, TOKENIZER_FILE, build.VECTORS, build.ROWS, build.WORDS, *LEARNT]


def cut(path: Path) -> None:
    replace(path, path.read_bytes()[: path.stat().st_size // 2])


def garble(path: Path) -> None:
    held = bytearray(path.read_bytes())
    for start in (20, len(held) // 2):
        held[start : start + 20] = bytes(255 - byte for byte in held[start : start + 20])
    replace(path, bytes(held))


def replace(path: Path, held: bytes) -> None:
    path.unlink()  # it may be a link
    path.write_bytes(held)


def test_what_was_built_is_all_there_is(small: Small) -> None:
    assert sorted(path.name for path in small.folder.iterdir()) == sorted(EVERY_FILE)
    assert [path.name for path in small.folder.parent.iterdir()] == ["index"]


def test_an_index_of_other_content_or_another_model_is_refused(small: Small) -> None:
    with pytest.raises(StaleIndexError, match=f"the content has changed .*{MENDS}"):
        build.load(small.content, small.folder, content_sha256="other", model_sha256=DEFAULT_SHA256)
    with pytest.raises(StaleIndexError, match=f"built with the model all-MiniLM-L6-v2 .*{MENDS}"):
        build.load(small.content, small.folder, content_sha256="small", model_sha256="0" * 64)


@pytest.mark.parametrize("name", EVERY_FILE)
def test_a_missing_file_is_refused_with_the_command_that_mends_it(small: Small, tmp_path: Path, name: str) -> None:
    index = small.copy(tmp_path / "index")
    (index.folder / name).unlink()
    with pytest.raises(StaleIndexError, match=MENDS):
        index.load()


@pytest.mark.parametrize("name", EVERY_FILE)
def test_a_file_that_was_cut_off_is_refused(small: Small, tmp_path: Path, name: str) -> None:
    index = small.copy(tmp_path / "index")
    cut(index.folder / name)
    with pytest.raises(StaleIndexError, match=MENDS):
        index.load()


@pytest.mark.parametrize("name", [build.ROWS, build.WORDS, FILE, *LEARNT])
def test_a_garbled_file_is_refused(small: Small, tmp_path: Path, name: str) -> None:
    index = small.copy(tmp_path / "index")
    garble(index.folder / name)
    with pytest.raises(StaleIndexError, match=MENDS):
        index.load()


def test_files_of_two_builds_do_not_mix(small: Small, built_index: Path, tmp_path: Path) -> None:
    for name in (build.ROWS, build.VECTORS, *LEARNT):
        index = small.copy(tmp_path / name / "index")
        replace(index.folder / name, (built_index / name).read_bytes())
        with pytest.raises(StaleIndexError, match=f"(do not belong together|belongs to another index); {MENDS}"):
            index.load()


@pytest.mark.parametrize("name", [name for name in EVERY_FILE if name != FILE])
def test_the_command_mends_a_damaged_index(small: Small, tmp_path: Path, name: str) -> None:
    index = small.copy(tmp_path / "index")
    cut(index.folder / name)
    with contextlib.suppress(ModelFilesError):  # starting afresh from the model, which these tests do not give it
        index.build()
        assert index.load().find("How much does it cost?").exact


def test_the_shipped_index_was_prepared_as_this_code_prepares_texts(searcher: Searcher, built_index: Path) -> None:
    # If not, the code changed what an index means: raise manifest.FORMAT, so that every index is built again.
    prepared = {row.text: searcher.prepare(row.text) for row in searcher.rows}
    stored = {text: was for _, _, text, was in build._read_rows(built_index)}
    assert {text: was for text, was in stored.items() if prepared.get(text, was) != was} == {}
