"""What the answer classifier learns from, and that it learns again when that has changed, and only then."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.build import CLASSIFIER, KERNEL, centres
from index.classifier import RidgeClassifier
from index.content import Content
from index.manifest import Manifest
from index.rows import Row
from tests.index.conftest import Small

NEW = "zebra crossings by moonlight"  # like nothing that was ever embedded
SIZES = st.lists(st.tuples(st.integers(1, 12), st.integers(0, 3)), min_size=1, max_size=8)


def rows_of(sizes: list[tuple[int, int]]) -> list[Row]:
    """Records of so many phrasings and so many passages each."""
    rows = []
    for number, (phrasings, passages) in enumerate(sizes):
        rows += [Row(f"record-{number}", "phrasing", f"asked {k}") for k in range(phrasings)]
        rows += [Row(f"record-{number}", "passage", f"told {k}") for k in range(passages)]
    return rows


@given(SIZES, st.integers(1, 60))
def test_it_learns_from_phrasings_of_every_record_and_from_about_as_many_as_may_be(
    sizes: list[tuple[int, int]], most: int
) -> None:
    rows = rows_of(sizes)
    chosen = centres(rows, most)
    assert chosen == sorted(set(chosen))
    assert {rows[i].kind for i in chosen} == {"phrasing"}
    assert set(Counter(rows[i].owner for i in chosen)) == {row.owner for row in rows}
    assert len(chosen) < most + len(sizes)


@given(SIZES)
def test_where_there_is_room_it_learns_from_every_phrasing(sizes: list[tuple[int, int]]) -> None:
    rows = rows_of(sizes)
    phrasings = [i for i, row in enumerate(rows) if row.kind == "phrasing"]
    assert centres(rows, len(phrasings)) == phrasings


def learnt(index: Small) -> list[bytes]:
    return [(index.folder / name).read_bytes() for name in (KERNEL, CLASSIFIER)]


def trained(index: Small, content: Content) -> list[str]:
    """Build, and return what was said about training."""
    said: list[str] = []
    index.build(content, say=said.append)
    return [line for line in said if "training" in line]


def test_another_text_of_an_answer_is_found_without_training_again(small: Small, tmp_path: Path) -> None:
    index = small.copy(tmp_path / "index")
    before, same = Manifest.read(index.folder), learnt(index)
    first, *others = index.content.answers
    longer = first.copy(update={"short": f"{first.short} The clinic can say how much it is."})
    content = index.content.copy(update={"answers": (longer, *others)})
    assert trained(index, content) == []
    made = Manifest.read(index.folder)
    assert (made.rows, made.phrasings_sha256) == (before.rows + 1, before.phrasings_sha256)
    assert learnt(index) == same
    assert index.load(content).find(first.question).exact


@pytest.mark.parametrize("change", ["new", "gone", "moved", "renamed"])
def test_another_phrasing_is_learnt(small: Small, tmp_path: Path, change: str) -> None:
    index = small.copy(tmp_path / "index")
    before, other = Manifest.read(index.folder), learnt(index)
    first, second, *others = index.content.answers
    *kept, last = first.phrasings
    asked = {
        "new": ((*first.phrasings, NEW), second.phrasings),
        "gone": (tuple(kept), second.phrasings),
        "moved": (tuple(kept), (*second.phrasings, last)),
        "renamed": (first.phrasings, second.phrasings),
    }[change]
    answers = [answer.copy(update={"phrasings": p}) for answer, p in zip((first, second), asked, strict=True)]
    if change == "renamed":  # the same phrasings, of another record
        answers[1] = second.copy(update={"id": "another-name"})
    content = index.content.copy(update={"answers": (*answers, *others)})
    (said,) = trained(index, content)
    searcher = index.load(content)
    assert said == f"training the answer classifier on {len(centres(searcher.rows))} phrasings"
    assert Manifest.read(index.folder).phrasings_sha256 != before.phrasings_sha256
    assert learnt(index) != other


@pytest.mark.parametrize("name", [KERNEL, CLASSIFIER])
def test_what_was_lost_is_learnt_again_and_comes_out_the_same(small: Small, tmp_path: Path, name: str) -> None:
    index = small.copy(tmp_path / "index")
    before = Manifest.read(index.folder)
    (index.folder / name).unlink()
    assert len(trained(index, index.content)) == 1
    assert Manifest.read(index.folder).phrasings_sha256 == before.phrasings_sha256
    assert index.load().find("How much does it cost?").exact


def test_what_other_code_has_learnt_is_not_kept(small: Small, tmp_path: Path) -> None:
    index = small.copy(tmp_path / "index")
    old = RidgeClassifier.load(index.folder / CLASSIFIER)
    (index.folder / CLASSIFIER).unlink()  # it is a link
    old.save(index.folder / CLASSIFIER, recipe="by other code")
    assert len(trained(index, index.content)) == 1
    assert trained(index, index.content) == []
