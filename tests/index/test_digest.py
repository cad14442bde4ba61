"""An index is stale as soon as anything changed that it was made from, and only then."""

from __future__ import annotations

import importlib.util
import shutil
from pathlib import Path

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


@pytest.mark.parametrize(
    ("module", "shapes"),
    [("text.py", True), ("rows.py", True), ("classifier.py", True), ("search.py", False), ("fusion.py", False)],
)
def test_the_digest_follows_the_code_that_shapes_an_index(tmp_path: Path, module: str, shapes: bool) -> None:
    (content := tmp_path / "content").mkdir()
    (code := tmp_path / "index").mkdir()
    for path in PACKAGE.glob("*.py"):
        shutil.copy(path, code)

    def digest() -> str:
        spec = importlib.util.spec_from_file_location("a_copy_of_build", code / "build.py")
        assert spec is not None
        assert spec.loader is not None
        copy = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(copy)
        return str(copy.digest(content))

    before = digest()
    assert before == digest()
    (code / module).write_text((code / module).read_text(encoding="utf-8") + "# changed\n", encoding="utf-8")
    assert (digest() != before) is shapes
