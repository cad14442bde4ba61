"""Bringing up to date: what is stale is built, nothing else is, and an interruption leaves what was there."""

from __future__ import annotations

import fcntl
import os
import shutil
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from bot import building
from bot.building import bring_up_to_date, index_is_current, model_is_current
from bot.settings import Settings
from index.errors import ContentError, StaleIndexError

PARTS = ("bot", "index", "data", "config.yml")


@pytest.fixture
def project(settings: Settings, tmp_path: Path) -> Settings:
    """A copy of the project, built, in which files may be changed. Its encoder is linked, not copied."""
    if not (index_is_current(settings) and model_is_current(settings)):
        pytest.fail("the project's index or route model is stale; run `hairline build` first")
    ignored = shutil.ignore_patterns("__pycache__")
    for part in PARTS:
        copy = shutil.copytree if (settings.root / part).is_dir() else shutil.copy
        copy(settings.root / part, tmp_path / part, **({"ignore": ignored} if copy is shutil.copytree else {}))
    shutil.copytree(settings.var / "models", tmp_path / "var" / "models")
    shutil.copytree(settings.var / "index", tmp_path / "var" / "index", copy_function=_link)
    return replace(settings, root=tmp_path, var=tmp_path / "var")


def _link(source: str, target: str) -> None:
    try:
        Path(target).hardlink_to(source)
    except OSError:  # another disk
        shutil.copy2(source, target)


def written(settings: Settings) -> dict[str, tuple[int, int]]:
    """Every file below var, with when it was written and its inode."""
    found = {path: path.stat() for path in settings.var.rglob("*") if path.is_file()}
    return {str(path): (stat.st_mtime_ns, stat.st_ino) for path, stat in found.items()}


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.unlink()  # it may be a link to the project's own
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_when_nothing_is_stale_nothing_is_built(project: Settings) -> None:
    before, said = written(project), list[str]()
    assert bring_up_to_date(project, said.append) is False
    assert said == []
    assert written(project) == before


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
        ("bot/routing.py", "RIDGE, GRAM_SHARE", "# changed\nRIDGE, GRAM_SHARE"),
    ],
)
def test_changed_rules_configuration_or_code_make_the_route_model_stale(
    project: Settings, file: str, old: str, new: str
) -> None:
    edit(project.root / file, old, new)
    assert index_is_current(project)
    assert not model_is_current(project)


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


def interrupt_at(step: str) -> Callable[[str], None]:
    """Press Ctrl-C when the build says that it is at this step."""

    def say(line: str) -> None:
        if step in line:
            raise KeyboardInterrupt

    return say


@pytest.mark.parametrize("step", ["building the index", "training the answer classifier"])
def test_an_interrupted_build_leaves_the_old_index_and_is_done_again(project: Settings, step: str) -> None:
    edit(project.content / "answers" / "cost.yml", "version: 1", "version: 2")
    before = written(project)
    with pytest.raises(KeyboardInterrupt):
        bring_up_to_date(project, interrupt_at(step))
    assert written(project) == before
    assert not index_is_current(project)


def test_interrupted_between_index_and_training_only_the_training_is_left(project: Settings) -> None:
    edit(project.index / "manifest.json", '"built_at": "2', '"built_at": "3')
    before, said = written(project), list[str]()
    for _ in range(2):
        assert index_is_current(project)
        assert not model_is_current(project)
        with pytest.raises(KeyboardInterrupt):
            bring_up_to_date(project, lambda line: (said.append(line), interrupt_at("rasa train")(line))[1])
    assert written(project) == before
    assert len(said) == 2


def test_two_builds_at_once_wait_for_each_other(project: Settings) -> None:
    waiting = threading.Event()
    other = os.open(project.var, os.O_RDONLY)
    fcntl.flock(other, fcntl.LOCK_EX)
    with ThreadPoolExecutor(1) as pool:
        second = pool.submit(bring_up_to_date, project, lambda line: waiting.set() if "waiting" in line else None)
        assert waiting.wait(timeout=60)
        assert not second.done()
        os.close(other)
        assert second.result(timeout=60) is False


def test_unsound_content_is_refused_before_anything_is_built(project: Settings) -> None:
    edit(project.content / "answers" / "cost.yml", "sources: [", "sources: [Z99, ")
    before = written(project)
    with pytest.raises(ContentError, match=r"'Z99' is not in sources\.yml"):
        bring_up_to_date(project, lambda _: None)
    assert written(project) == before


def test_what_was_built_may_be_moved(project: Settings, tmp_path_factory: pytest.TempPathFactory) -> None:
    moved = replace(project, var=tmp_path_factory.mktemp("elsewhere") / "var")
    shutil.copytree(project.var, moved.var)
    assert index_is_current(moved)
    assert model_is_current(moved)


def test_serving_without_an_index_is_refused_with_the_command(project: Settings) -> None:
    from bot import runtime

    shutil.rmtree(project.index)
    with pytest.raises(StaleIndexError, match="hairline build"):
        runtime.assemble(project)
