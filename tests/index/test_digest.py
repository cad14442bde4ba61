"""An index is stale as soon as anything changed that it was made from, and only then."""

from __future__ import annotations

import importlib.util
import shutil
from pathlib import Path
from typing import Any

import pytest

from index import build

PACKAGE = Path(build.__file__).parent


def test_the_digest_follows_the_content_files_and_the_routing_words(tmp_path: Path) -> None:
    (tmp_path / "answers").mkdir()
    path = tmp_path / "answers" / "cost.yml"
    path.write_text("answers: []", encoding="utf-8")
    before = build.digest(tmp_path, ["hello", "doctor"])
    assert build.digest(tmp_path, ["doctor", "hello"]) == before
    assert build.digest(tmp_path, ["hello"]) != before
    (tmp_path / "notes.txt").write_text("no content", encoding="utf-8")
    assert build.digest(tmp_path, ["hello", "doctor"]) == before
    path.write_text("answers: [ ]", encoding="utf-8")
    assert build.digest(tmp_path, ["hello", "doctor"]) != before


def test_the_digest_follows_how_often_a_routing_word_is_said(tmp_path: Path) -> None:
    assert build.digest(tmp_path, ["dizzy"] * 4) != build.digest(tmp_path, ["dizzy"])


SHAPES = ("text", "content", "rows", "vectors", "lexical", "kernel", "classifier", "embedder", "reference")
DO_NOT = ("search", "fusion", "evidence")


@pytest.mark.parametrize(("module", "shapes"), [(m, True) for m in SHAPES] + [(m, False) for m in DO_NOT])
def test_the_digest_follows_the_code_that_shapes_an_index(tmp_path: Path, module: str, shapes: bool) -> None:
    (content := tmp_path / "content").mkdir()
    changed = with_another(module, tmp_path)
    assert (changed.digest(content) != build.digest(content)) is shapes


@pytest.mark.parametrize(("module", "encodes"), [("embedder", True), ("reference", True), ("kernel", False)])
def test_the_digest_of_the_encoder_follows_the_code_that_exports_and_runs_it(
    tmp_path: Path, module: str, encodes: bool
) -> None:
    changed = with_another(module, tmp_path)
    assert (changed.code_digest(changed.ENCODER_CODE) != build.code_digest(build.ENCODER_CODE)) is encodes


def with_another(module: str, folder: Path) -> Any:
    """index.build, out of a copy of the package in which one module is another."""
    code = shutil.copytree(PACKAGE, folder / "index", ignore=shutil.ignore_patterns("__pycache__"))
    (code / f"{module}.py").write_text("# changed\n", encoding="utf-8")
    spec = importlib.util.spec_from_file_location("a_copy_of_build", code / "build.py")
    assert spec is not None
    assert spec.loader is not None
    copy = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(copy)
    return copy
