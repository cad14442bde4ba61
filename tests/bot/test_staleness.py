"""What was built is current until something that it was built from changes."""

from __future__ import annotations

import shutil
from dataclasses import replace

import pytest

from bot import building
from bot.building import index_is_current, model_is_current
from bot.settings import Settings
from tests.bot.samples import edit


def test_nothing_changed_nothing_is_stale(project: Settings) -> None:
    assert index_is_current(project)
    assert model_is_current(project)


def test_a_changed_answer_makes_the_index_stale(project: Settings) -> None:
    edit(project.content / "answers" / "cost.yml", "short: >-\n      ", "short: >-\n      Well. ")
    assert not index_is_current(project)


def test_a_new_word_in_a_routing_phrasing_makes_the_index_stale(project: Settings) -> None:
    edit(project.dialogue / "nlu" / "smalltalk.yml", "    - howdy\n", "    - howdy\n    - wassailo\n")
    assert not index_is_current(project)


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("data/dialogue/rules/rules.yml", "rule: abuse", "rule: abused"),
        ("config.yml", "core_fallback_threshold: 0.3", "core_fallback_threshold: 0.2"),
        ("bot/routing.py", "RIDGE, BALANCE", "# changed\nRIDGE, BALANCE"),
        ("index/kernel.py", "SHARE = 0.3", "SHARE = 0.4"),
        ("index/lexical.py", "import math", "# changed\nimport math"),
    ],
)
def test_changed_rules_configuration_or_code_make_the_route_model_stale(
    project: Settings, file: str, old: str, new: str
) -> None:
    edit(project.root / file, old, new)
    assert index_is_current(project)
    assert not model_is_current(project)


def test_a_changed_routing_phrasing_makes_the_route_model_stale(project: Settings) -> None:
    edit(project.dialogue / "nlu" / "smalltalk.yml", "    - howdy\n", "    - howdy hello\n")
    assert not model_is_current(project)


@pytest.mark.parametrize(("learnt_from", "current"), [("content", True), ("phrasings", False), ("model", False)])
def test_the_route_model_follows_phrasings_and_encoder_of_the_index_and_no_other_content(
    project: Settings, learnt_from: str, current: bool
) -> None:
    edit(project.index / "manifest.json", f'"{learnt_from}_sha256": "', f'"{learnt_from}_sha256": "0')
    assert model_is_current(project) is current


def test_the_staff_tools_may_change_without_training(project: Settings) -> None:
    edit(project.root / "bot" / "staff" / "render.py", "def plain", "# changed\ndef plain")
    assert model_is_current(project)


@pytest.mark.parametrize("damage", [None, "", "[]", "{}", '{"trained_from": 5}'])
def test_a_missing_or_damaged_manifest_counts_as_stale(project: Settings, damage: str | None) -> None:
    for manifest, current in ((project.models, model_is_current), (project.index, index_is_current)):
        path = manifest / "manifest.json"
        path.unlink()
        if damage is not None:
            path.write_text(damage)
        assert not current(project)


def test_a_missing_model_is_stale_whatever_its_manifest_says(project: Settings) -> None:
    building.model_path(project).unlink()
    assert not model_is_current(project)


def test_what_was_built_may_be_moved(project: Settings, tmp_path_factory: pytest.TempPathFactory) -> None:
    moved = replace(project, var=tmp_path_factory.mktemp("elsewhere") / "var")
    shutil.copytree(project.var, moved.var)
    assert index_is_current(moved)
    assert model_is_current(moved)
