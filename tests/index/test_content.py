"""Content files become typed records, or one sentence that says what to mend where."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from pydantic import ValidationError

from index.content import NextStep, load_content, read_yaml
from index.errors import ContentError
from tests.index import samples

SOURCES = """\
sources:
  - {id: s1, title: An article, publisher: A clinic, updated_on: 2025-09-18, sections: [{id: A1, heading: Cost}]}
"""
TOPICS = "topics:\n  - {id: cost, title: Cost, blurb: what it costs}\n"
SUBJECTS = "subjects:\n  - {id: exosomes, name: exosomes, phrasings: [what are exosomes]}\n"
ANSWER = """\
  - id: cost-range
    question: How much does it cost?
    topic: cost
    claim: cost
    evidence: limited
    sources: [A1]
    brief: One article names a price.
    short: It costs several thousand dollars.
    next_step: {kind: consultation}
    review: {by: null, on: 2026-01-02, expires_on: null, status: draft}
    version: 1
    phrasings: [how much, no, on, "yes"]
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "answers").mkdir()
    for name, held in (
        ("sources", SOURCES),
        ("topics", TOPICS),
        ("uncovered", SUBJECTS),
        ("answers/cost", f"answers:\n{ANSWER}"),
    ):
        (tmp_path / f"{name}.yml").write_text(held, encoding="utf-8")
    return tmp_path


def change(path: Path, old: str, new: str) -> None:
    held = path.read_text(encoding="utf-8")
    assert old in held
    path.write_text(held.replace(old, new), encoding="utf-8")


def test_every_record_is_read_with_its_file(folder: Path) -> None:
    content = load_content(folder)
    assert content.answer("cost-range").review.on == dt.date(2026, 1, 2)
    assert [(source.id, section.id) for source, section in content.sections()] == [("s1", "A1")]
    assert content.files == {"cost-range": "answers/cost.yml", "uncovered:exosomes": "uncovered.yml"}


def test_no_and_on_are_phrasings_not_truth_values(folder: Path) -> None:
    assert load_content(folder).answer("cost-range").phrasings == ("how much", "no", "on", "yes")


def test_yaml_cannot_run_code(folder: Path) -> None:
    change(folder / "topics.yml", "Cost", "!!python/object/apply:os.getcwd []")
    with pytest.raises(ContentError, match=r"topics\.yml: line 2"):
        load_content(folder)


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ("claim: cost", "claim: rumour", "field 'claim'"),
        ("evidence: limited", "evidence: strong", "field 'evidence'"),
        ("id: cost-range", "id: Cost Range", "'Cost Range', field 'id'"),
        ("version: 1", "version: 0", "field 'version'"),
        ("version: 1", "version: 1\n    colour: red", "field 'colour'"),
        ("    short: It costs several thousand dollars.\n", "", "field 'short'"),
        ("{kind: consultation}", "{kind: ask_doctor}", "field 'next_step.*give `question` with kind ask_doctor"),
        ("status: draft", "status: fine", "field 'review.status'"),
        ("2026-01-02", "soon", "field 'review.on'"),
        ("[how much, ", "[how much, [nested], ", "field 'phrasings.1'"),
    ],
)
def test_a_wrong_record_is_named_with_file_record_and_field(folder: Path, old: str, new: str, named: str) -> None:
    change(folder / "answers/cost.yml", old, new)
    with pytest.raises(ContentError, match=r"^answers/cost\.yml: answer .*" + named):
        load_content(folder)


def test_an_answers_id_belongs_to_one_file(folder: Path) -> None:
    (folder / "answers/money.yml").write_text(f"answers:\n{ANSWER}", encoding="utf-8")
    with pytest.raises(
        ContentError, match=r"^answers/money\.yml: answer 'cost-range' is also in answers/cost\.yml; rename"
    ):
        load_content(folder)


def test_a_section_id_belongs_to_one_source(folder: Path) -> None:
    held = SOURCES + SOURCES.splitlines()[-1].replace("id: s1", "id: s2") + "\n"
    (folder / "sources.yml").write_text(held, encoding="utf-8")
    with pytest.raises(ContentError, match=r"^sources\.yml: section 'A1'"):
        load_content(folder)


@pytest.mark.parametrize("name", ["uncovered", "topics", "sources"])
def test_the_ids_of_other_records_are_taken_once_too(folder: Path, name: str) -> None:
    held = (folder / f"{name}.yml").read_text(encoding="utf-8")
    (folder / f"{name}.yml").write_text(held + held.splitlines()[-1] + "\n", encoding="utf-8")
    with pytest.raises(ContentError, match=rf"^{name}\.yml: "):
        load_content(folder)


@pytest.mark.parametrize("name", ["sources.yml", "topics.yml", "uncovered.yml"])
@pytest.mark.parametrize(
    ("held", "named"),
    [
        (None, "the file is missing; restore it"),
        (b"a: [1", "line 2, column 1: not valid YAML"),
        (b"caf\xe9: 1", "byte 3 is not UTF-8; save the file as UTF-8"),
        (b"", "expected a mapping with a list under"),
        (b"- a\n- b\n", "expected a mapping with a list under"),
    ],
)
def test_a_file_that_cannot_be_read_is_named_with_the_fix(
    folder: Path, name: str, held: bytes | None, named: str
) -> None:
    (folder / name).unlink() if held is None else (folder / name).write_bytes(held)
    with pytest.raises(ContentError, match=rf"^{name}:.*{named}"):
        load_content(folder)


def test_content_without_answers_is_refused(folder: Path) -> None:
    (folder / "answers/cost.yml").unlink()
    with pytest.raises(ContentError, match="holds no answers; restore them"):
        load_content(folder)


def test_true_and_false_are_still_truth_values(tmp_path: Path) -> None:
    (tmp_path / "x.yml").write_text("{a: true, b: False, on: off, n: 3}", encoding="utf-8")
    assert read_yaml(tmp_path / "x.yml") == {"a": True, "b": False, "on": "off", "n": 3}


def test_records_cannot_be_changed_once_read() -> None:
    with pytest.raises(TypeError):
        samples.answer().short = "another"


@pytest.mark.parametrize(
    ("kind", "question"), [("none", "q"), ("consultation", "q"), ("ask_doctor", None), ("ask_doctor", "")]
)
def test_a_question_to_take_to_the_doctor_comes_with_its_kind_only(kind: str, question: str | None) -> None:
    with pytest.raises(ValidationError, match="give `question`"):
        NextStep.parse_obj({"kind": kind, "question": question})
