"""The assistant's own sentences: filled with the clinic's words, complete, and refused with a word on what to mend."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.clinic import Clinic, load_clinic
from bot.decision import REQUESTS
from bot.dependence import PERSONAL
from bot.settings import Settings
from bot.templates import WORDS, Templates
from index.content import Content
from index.errors import ContentError

# What bot/decision.py and bot/reply.py name besides PERSONAL and REQUESTS.
NAMED = """
    ask_doctor clarify crisis emergency empty failure general_note intro keep_in_mind menu other_language price_here safe
    still_emergency too_long topic uncovered uncovered_subject
"""
PARTS = "replies:\n  greeting: {greeting}\nbuttons: {{}}\nevidence: {{}}\n"


@pytest.fixture(scope="module")
def clinic(settings: Settings) -> Clinic:
    return load_clinic(settings.content / "clinic.yml")


@pytest.fixture(scope="module")
def templates(settings: Settings, clinic: Clinic) -> Templates:
    return Templates.load(settings.content / "replies.yml", clinic)


@pytest.fixture
def replies(tmp_path: Path) -> Path:
    return tmp_path / "replies.yml"


def test_every_reply_that_a_decision_may_name_is_there(templates: Templates) -> None:
    named = {decision.reply for decision in REQUESTS.values()} | {r.value.removeprefix("route_") for r in PERSONAL}
    assert named | set(NAMED.split()) <= templates.names()


def test_every_reply_is_filled_completely(templates: Templates) -> None:
    for name in templates.names():
        said = templates.reply(name, **dict.fromkeys(WORDS.get(name, ()), "hair"))
        assert said.strip() == said, name
        assert "{" not in said, name
        assert "None" not in said, name


def test_the_clinics_own_words_are_filled_in(templates: Templates, clinic: Clinic) -> None:
    assert clinic.emergency_number in templates.reply("emergency")
    assert clinic.urgent_phone in templates.reply("emergency")
    assert clinic.crisis_line.contact in templates.reply("crisis")
    assert clinic.urgent_phone in templates.reply("worrying")
    assert clinic.phone in templates.reply("personal")


def test_a_subject_is_named(templates: Templates) -> None:
    assert "cover exosomes" in templates.reply("uncovered_subject", subject="exosomes")


def test_every_level_of_evidence_has_words_for_patients(templates: Templates, content: Content) -> None:
    assert all(templates.evidence(answer.evidence) for answer in content.answers)


def test_braces_in_the_clinics_name_are_only_characters(replies: Path, clinic: Clinic) -> None:
    replies.write_text(PARTS.format(greeting='"Welcome to {clinic}"'))
    odd = clinic.copy(update={"name": "The {phone} {0} Clinic"})
    assert Templates.load(replies, odd).reply("greeting") == "Welcome to The {phone} {0} Clinic"


def test_an_unknown_placeholder_is_named_with_its_reply(replies: Path, clinic: Clinic) -> None:
    replies.write_text(PARTS.format(greeting='"Call {telephone}"'))
    with pytest.raises(ContentError, match=r"'greeting' uses \{telephone\}"):
        Templates.load(replies, clinic)


@pytest.mark.parametrize("text", ["", "- a list", "replies: {}", "replies: {}\nbuttons: {}\nevidence: {}\nmore: {}\n"])
def test_a_file_without_its_three_parts_is_refused(replies: Path, clinic: Clinic, text: str) -> None:
    replies.write_text(text)
    with pytest.raises(ContentError, match="`replies`, `buttons` and `evidence`"):
        Templates.load(replies, clinic)


@pytest.mark.parametrize("greeting", ['"Hello {"', '"Hello {}"', '"Hello {subject}"', "5", "[a, b]"])
def test_a_slip_in_a_text_is_told_as_what_to_mend(replies: Path, clinic: Clinic, greeting: str) -> None:
    replies.write_text(PARTS.format(greeting=greeting))
    with pytest.raises(ContentError, match="greeting"):
        Templates.load(replies, clinic).reply("greeting")


@pytest.mark.parametrize("line", ["  emergency: >-", "  crisis: >-", "  safe: I am safe", "  early: early research"])
def test_a_text_that_is_missing_is_noticed_before_a_patient_needs_it(
    settings: Settings, replies: Path, clinic: Clinic, line: str
) -> None:
    shipped = (settings.content / "replies.yml").read_text(encoding="utf-8")
    assert f"\n{line}" in shipped
    replies.write_text(shipped.replace(f"\n{line}", f"\n{line.replace(':', '_gone:', 1)}"), encoding="utf-8")
    with pytest.raises(ContentError):
        Templates.load(replies, clinic).require_complete()
