"""Building costs what changed, and a build that fails costs nothing."""

from __future__ import annotations

import dataclasses
import os
import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from index import build
from index.content import Content
from index.errors import ModelFilesError
from index.manifest import FILE, Manifest
from index.model_files import ModelFiles
from tests.index.conftest import Small

NEW = "zebra crossings by moonlight"  # like nothing that was ever embedded


def contents(folder: Path) -> dict[str, tuple[int, int, int]]:
    """Every file below `folder`, hidden ones too, by what tells whether it was touched."""
    stats = {str(path.relative_to(folder)): path.stat() for path in folder.rglob("*")}
    return {name: (stat.st_ino, stat.st_size, stat.st_mtime_ns) for name, stat in stats.items()}


def with_phrasings(content: Content, *phrasings: str) -> Content:
    first, *others = content.answers
    return content.copy(update={"answers": (first.copy(update={"phrasings": phrasings}), *others)})


def embedded(said: list[str]) -> int:
    (line,) = [line for line in said if line.startswith("embedding ")]
    return int(line.split()[1])


def test_only_texts_that_changed_are_embedded_again(small: Small, tmp_path: Path) -> None:
    index = small.copy(tmp_path / "index")
    kept = index.content.answers[0].phrasings
    for phrasings, expected in (((*kept, NEW), 1), ((*kept, NEW), 0), (kept, 0)):
        said: list[str] = []
        index.build(with_phrasings(index.content, *phrasings), say=said.append)
        assert embedded(said) == expected


def test_a_changed_answer_is_found_by_its_new_phrasing_and_no_longer_by_the_old(small: Small, tmp_path: Path) -> None:
    index = small.copy(tmp_path / "index")
    first = index.content.answers[0]
    old, *kept = first.phrasings[::-1]
    changed = with_phrasings(index.content, NEW, *kept)
    index.build(changed)
    searcher = index.load(changed)
    assert (searcher.find(NEW).hits[0].owner, searcher.find(NEW).exact) == (first.id, True)
    assert not searcher.find(old).exact


def test_the_manifest_tells_what_was_built(small: Small) -> None:
    made = Manifest.read(small.folder)
    rows = small.load().rows
    assert (made.rows, made.answers, made.dimension) == (len(rows), len(small.content.answers), 384)
    assert made.encoder_parity > 0.9999
    assert made.encoder_sha256 == build.code_digest(build.ENCODER_CODE)


@contextmanager
def stopped_at(step: str, signal: type[BaseException]) -> Iterator[dict[str, object]]:
    def say(line: str) -> None:
        if line.startswith(step):
            raise signal

    with pytest.raises(signal):
        yield {"say": say}


@pytest.mark.parametrize(("step", "signal"), [("embedding", KeyboardInterrupt), ("training", MemoryError)])
def test_an_interrupted_build_leaves_the_old_index_and_nothing_else(
    small: Small, tmp_path: Path, step: str, signal: type[BaseException]
) -> None:
    index = small.copy(tmp_path / "index")
    before = contents(tmp_path)
    with stopped_at(step, signal) as options:
        index.build(with_phrasings(index.content, NEW), **options)
    assert contents(tmp_path) == before
    assert index.load().find("How much does it cost?").exact


def test_what_a_killed_build_left_is_cleared_away_by_the_next(small: Small, tmp_path: Path) -> None:
    index = small.copy(tmp_path / "index")
    for left in (".building-index-abcd_123", ".building-index-2-abcd_123"):
        (tmp_path / left / "deeper").mkdir(parents=True)
        (tmp_path / left / "encoder.onnx").write_bytes(b"half")
    index.build()
    assert {path.name for path in tmp_path.iterdir()} == {"index", ".building-index-2-abcd_123"}
    assert index.load().find("How much does it cost?").exact


@contextmanager
def room_for(size: int) -> Iterator[None]:
    """Refuse every file of more than `size` bytes, as a full disk would."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.parametrize("file", [build.KERNEL, build.VECTORS, build.WORDS])
def test_a_full_disk_is_an_os_error_and_leaves_the_old_index(small: Small, tmp_path: Path, file: str) -> None:
    index = small.copy(tmp_path / "index")
    before, size = contents(tmp_path), (index.folder / file).stat().st_size
    longer = with_phrasings(index.content, *index.content.answers[0].phrasings, NEW)
    with pytest.raises(OSError, match="File too large"), room_for(size):
        index.build(longer)
    assert contents(tmp_path) == before


def test_a_folder_that_cannot_be_written_is_an_os_error(small: Small, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"not a folder")
    with pytest.raises(OSError, match="file"):
        Small(small.content, tmp_path / "file" / "index").build()
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_read_only_folder_is_an_os_error(small: Small, tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(PermissionError):
        Small(small.content, tmp_path / "index").build()


def test_vectors_of_another_model_are_never_used(small: Small, tmp_path: Path) -> None:
    index = small.copy(tmp_path / "index")
    before = contents(tmp_path)
    other = ModelFiles(tmp_path / "other-model", "0" * 64)
    with pytest.raises(ModelFilesError, match=r"other-model holds no model\.safetensors"):
        build.build(index.content, other, index.folder, content_sha256="small")
    assert contents(tmp_path) == before


def test_vectors_of_another_encoder_are_never_used(small: Small, tmp_path: Path) -> None:
    index = small.copy(tmp_path / "index")
    made = dataclasses.replace(Manifest.read(index.folder), encoder_sha256="0" * 64)
    (index.folder / FILE).unlink()  # it is a link
    made.write(index.folder)
    said: list[str] = []
    with pytest.raises(ModelFilesError, match="no-model-here holds no model"):  # which a new export would be made from
        index.build(say=said.append)
    (line,) = said
    assert line.endswith("and exporting it for serving")
