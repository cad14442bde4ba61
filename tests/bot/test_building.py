"""Bringing up to date: what is stale is built, nothing else is, and an interruption leaves what was there."""

from __future__ import annotations

import fcntl
import os
import shutil
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from bot.building import bring_up_to_date, index_is_current, model_is_current, model_path
from bot.settings import Settings
from index.errors import ContentError, StaleIndexError
from tests.bot.samples import edit

NEW = "zebra crossings by moonlight"  # like nothing that was ever embedded


def written(settings: Settings) -> dict[str, tuple[int, int]]:
    """Every file below var, with when it was written and its inode."""
    found = {path: path.stat() for path in settings.var.rglob("*") if path.is_file()}
    return {str(path): (stat.st_mtime_ns, stat.st_ino) for path, stat in found.items()}


def test_when_nothing_is_stale_nothing_is_built(project: Settings) -> None:
    before, said = written(project), list[str]()
    assert bring_up_to_date(project, said.append) is False
    assert said == []
    assert written(project) == before


def interrupt_at(step: str) -> Callable[[str], None]:
    """Press Ctrl-C when the build says that it is at this step."""

    def say(line: str) -> None:
        if step in line:
            raise KeyboardInterrupt

    return say


@pytest.mark.parametrize("step", ["building the index", "training the answer classifier"])
def test_an_interrupted_build_leaves_the_old_index_and_is_done_again(project: Settings, step: str) -> None:
    edit(project.content / "answers" / "cost.yml", "    phrasings:\n", f"    phrasings:\n      - {NEW}\n")
    before = written(project)
    with pytest.raises(KeyboardInterrupt):
        bring_up_to_date(project, interrupt_at(step))
    assert written(project) == before
    assert not index_is_current(project)


def test_another_text_of_an_answer_is_built_without_any_training(project: Settings) -> None:
    edit(project.content / "answers" / "cost.yml", "short: >-\n", "short: >-\n      One can ask what it costs.\n")
    model, said = model_path(project).stat(), list[str]()
    assert bring_up_to_date(project, said.append) is True
    assert [line.split()[0] for line in said] == ["building", "embedding"]
    assert index_is_current(project)
    assert model_is_current(project)
    assert model_path(project).stat() == model


def test_interrupted_between_index_and_training_only_the_training_is_left(project: Settings) -> None:
    edit(project.index / "manifest.json", '"phrasings_sha256": "', '"phrasings_sha256": "0')
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


def test_serving_without_an_index_is_refused_with_the_command(project: Settings) -> None:
    from bot import runtime

    shutil.rmtree(project.index)
    with pytest.raises(StaleIndexError, match="hairline build"):
        runtime.assemble(project)
