"""The `hairline` command: what it prints, what it pipes, and one clear sentence when something is wrong."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

import pytest
from click.testing import Result
from typer.testing import CliRunner

from actions.cli import app
from bot.privacy.audit import Audit, Turn
from bot.settings import Settings
from index.content import Content
from tests.bot.approved import Approved
from tests.services.own_var import environment, own_var


class Hairline(Protocol):
    def __call__(self, *arguments: str, input: bytes | None = None) -> Result: ...


@pytest.fixture(scope="module")
def hairline(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Hairline:
    """Run the command in this process, where no server runs."""
    env = environment(own_var(settings, tmp_path_factory.mktemp("cli")), COLUMNS="200")

    def run(*arguments: str, input: bytes | None = None) -> Result:
        return CliRunner().invoke(app, list(arguments), env=env, input=input)

    return run


def said(result: Result) -> list[dict[str, Any]]:
    """The one machine-readable part of each reply."""
    assert result.exit_code == 0, result.output
    parts = [[m["custom"] for m in json.loads(line) if "custom" in m] for line in result.stdout.splitlines()]
    assert all(len(found) == 1 for found in parts)
    return [found[0] for found in parts]


def test_ask_answers_in_json_and_says_why(hairline: Hairline, approved: Approved) -> None:
    result = hairline("ask", "How much does it cost?", "--json")
    (custom,) = said(result)
    assert [answer["id"] for answer in custom["answers"]] == ["cost-range"]
    assert custom["explain"]["route"] == "route_education"
    (messages,) = (json.loads(line) for line in result.stdout.splitlines())
    assert approved.faults("\n".join(m.get("text", "") for m in messages), custom) == []
    assert "no server is running" in result.stderr


def test_lines_from_a_pipe_are_one_conversation_whatever_their_bytes(hairline: Hairline) -> None:
    lines = [b"How much does it cost?", b"", b"  ", b"1", b"and does insurance pay?"]
    odd = [b"\xff\xfe caf\xe9", b"\x00", b"/restart", b'/intent{"x":"y"}', b"<b>hi</b>", b"no line end"]
    first, second, third, *others = said(hairline("ask", "--json", input=b"\n".join([*lines, *odd])))
    assert [a["id"] for a in first["answers"]] == ["cost-range"]
    assert second["answers"][0]["question"] == first["suggestions"][0]["title"]
    assert third["explain"]["leaning"] > 0
    assert len(others) == len(odd)


def test_ask_prints_what_a_text_only_channel_shows(hairline: Hairline, content: Content) -> None:
    result = hairline("ask", "How much does it cost?")
    assert content.answer("cost-range").short in result.stdout
    assert "\n  1. " in result.stdout
    assert "route" not in result.stdout


def test_ask_explains_when_asked_to(hairline: Hairline) -> None:
    told = hairline("ask", "How much does it cost?", "--explain").stdout
    assert all(word in told for word in ("route_education", "cost-range", "probability", "matched phrasing", "A61"))


def test_content_list_shows_every_answer_of_a_topic(hairline: Hairline, content: Content) -> None:
    listed = hairline("content", "list").stdout
    assert all(answer.id in listed for answer in content.answers)
    costs = hairline("content", "list", "cost").stdout
    assert {a.id for a in content.answers if a.id in costs.split()} == {
        a.id for a in content.answers if a.topic == "cost"
    }


def test_content_show_gives_the_whole_record(hairline: Hairline, content: Content) -> None:
    shown = " ".join(hairline("content", "show", "does-it-work").stdout.split())
    record = content.answer("does-it-work")
    for text in (
        record.question,
        *record.texts(),
        record.brief,
        *record.sources,
        *record.counterpoints,
        *record.phrasings,
    ):
        assert " ".join(text.split()) in shown


def test_content_check_finds_nothing_to_mend(hairline: Hairline) -> None:
    result = hairline("content", "check")
    assert result.exit_code == 0
    assert "0 to mend" in result.stdout


def test_eval_scores_a_file_and_prints_the_misses(hairline: Hairline, tmp_path: Path) -> None:
    items: Sequence[dict[str, Any]] = [
        {
            "id": "right",
            "class": "a",
            "turns": ["How much is it?"],
            "expect": {"kinds": ["answer"], "sections": ["A61"]},
        },
        {
            "id": "wrong",
            "class": "a",
            "turns": ["I cannot breathe"],
            "expect": {"kinds": ["answer"], "sections": ["A61"]},
        },
    ]
    file = tmp_path / "small.jsonl"
    file.write_text("\n".join(json.dumps(item) for item in items))
    scored = json.loads(hairline("eval", str(file), "--json").stdout)
    assert scored["figures"]["overall"] == [0.5, 2]
    assert [(miss["id"], miss["kind"]) for miss in scored["misses"]] == [("wrong", "emergency")]
    table = hairline("eval", str(file)).stdout
    assert "kind emergency, wanted answer" in table
    assert "overall" in table


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("eval", "nowhere.jsonl"), "nowhere.jsonl: cannot be read"),
        (("content", "show", "nothing"), "no answer 'nothing'; `hairline content list` shows all"),
        (("content", "list", "nothing"), "no topic 'nothing'; there are procedure, timelines"),
    ],
)
def test_what_does_not_exist_is_told_in_one_sentence(
    hairline: Hairline, arguments: tuple[str, ...], sentence: str
) -> None:
    result = hairline(*arguments)
    assert result.exit_code == 1
    assert sentence in " ".join(result.stderr.split())
    assert "Traceback" not in result.output


def test_a_bad_line_of_a_questions_file_is_told_by_its_number(hairline: Hairline, tmp_path: Path) -> None:
    (tmp_path / "bad.jsonl").write_text('{"turns": ["hi"], "expect": {"kinds": ["smalltalk"]}}\nnot json\n')
    result = hairline("eval", str(tmp_path / "bad.jsonl"))
    assert result.exit_code == 1
    assert "bad.jsonl:2: expected" in "".join(result.stderr.split("\n"))


def test_a_wrong_setting_is_told_in_one_sentence(hairline: Hairline) -> None:
    result = CliRunner().invoke(app, ["ask", "hi"], env={"HAIRLINE_PORT": "http"})
    assert result.exit_code == 1
    assert "HAIRLINE_PORT='http' is not a port" in result.stderr


def test_audit_shows_counts_and_pipes_what_was_decided(hairline: Hairline, tmp_path: Path) -> None:
    env = {"HAIRLINE_VAR": str(tmp_path)}
    assert "no turns fit" in CliRunner().invoke(app, ["audit"], env=env).output
    for kind in ("answer", "emergency"):
        Audit(tmp_path / "audit", 90).record("Ann", Turn("", "rest", f"route_{kind}", kind, ms=12.0))
    listed = CliRunner().invoke(app, ["audit", "--kind", "emergency"], env=env)
    assert "emergency" in listed.output
    assert "answer" not in listed.output
    assert (
        json.loads(CliRunner().invoke(app, ["audit", "--json", "--last", "1"], env=env).stdout)["kind"] == "emergency"
    )
    assert len(CliRunner().invoke(app, ["audit", "--json", "--sender", "Ann"], env=env).stdout.splitlines()) == 2
    assert CliRunner().invoke(app, ["audit", "--json", "--sender", "Ben"], env=env).stdout == ""
    assert json.loads(CliRunner().invoke(app, ["audit", "--summary", "--json"], env=env).stdout)["turns"] == 2
    wrong = CliRunner().invoke(app, ["audit", "--since", "tomorrow"], env=env)
    assert wrong.exit_code == 1
    assert "write 90m, 24h, 7d" in wrong.output
