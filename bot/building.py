"""Bringing index and route model up to date: what is stale is rebuilt, and nothing else."""

from __future__ import annotations

import fcntl
import hashlib
import io
import json
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stdout
from pathlib import Path

from bot import routing, runtime
from bot.settings import Settings
from index import build, checks
from index.content import Content, load_content
from index.errors import ContentError, ServerStartError, StaleIndexError
from index.manifest import Manifest, digest_files

MODEL_NAME = "hairline"
MODEL_MANIFEST = "manifest.json"
DIALOGUE = ("domain", "nlu", "rules")  # what Rasa reads of data/dialogue
NEEDED_BYTES = 500_000_000  # free disk space that a build may take
# Code that shapes what is trained; the rest may change without training again.
_CODE = ("bot/nlu", *routing.CODE)

Say = Callable[[str], None]


def model_path(settings: Settings) -> Path:
    """Where the trained Rasa model is."""
    return settings.models / f"{MODEL_NAME}.tar.gz"


def index_is_current(settings: Settings) -> bool:
    """Whether the index on disk was built from the content and the model that are configured."""
    try:
        made = Manifest.read(settings.index)
        made.require(content_sha256=runtime.content_digest(settings), model_sha256=runtime.model_files(settings).sha256)
    except StaleIndexError:
        return False
    return True


def model_is_current(settings: Settings) -> bool:
    """Whether the route model was trained from the configuration, phrasings, index and code that are there now."""
    try:
        before = json.loads((settings.models / MODEL_MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    try:
        return model_path(settings).is_file() and before == {"trained_from": _trained_from(settings)}
    except (OSError, StaleIndexError):  # no index, no model from it
        return False


def bring_up_to_date(settings: Settings, say: Say, *, force: bool = False) -> bool:
    """Build what is stale; return whether anything was. Raises HairlineError with what to mend.

    A build that was interrupted leaves what was there before, and is simply done again by the next call. Two builds at
    once wait for each other.
    """
    with _one_at_a_time(settings, say):
        return _bring_up_to_date(settings, say, force=force)


@contextmanager
def _one_at_a_time(settings: Settings, say: Say) -> Iterator[None]:
    """Hold the lock of `settings.var`; the system lets go of it if this process dies."""
    settings.var.mkdir(parents=True, exist_ok=True)
    folder = os.open(settings.var, os.O_RDONLY)
    try:
        try:
            fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("another build is at work here; waiting for it")
            fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


def _bring_up_to_date(settings: Settings, say: Say, *, force: bool) -> bool:
    content = load_content(settings.content)
    _require_sound(content)
    built = False
    if force or not index_is_current(settings):
        _require_space(settings)
        say("building the index")
        build.build(
            content,
            runtime.model_files(settings),
            settings.index,
            content_sha256=runtime.content_digest(settings),
            vocabulary=runtime.vocabulary(settings),
            say=lambda step: say(f"  {step}"),
        )
        built = True
    if force or not model_is_current(settings):
        _require_space(settings)
        say("training the route classifier (rasa train)")
        train(settings)
        built = True
    return built


def train(settings: Settings) -> None:
    """Run `rasa train` and put the model in place in one step."""
    runtime.quiet_rasa()
    from rasa.model_training import train as rasa_train

    runtime.parts.cache_clear()
    work = settings.models / ".training"
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    with redirect_stdout(io.StringIO()):  # it praises its own folder
        result = rasa_train(
            domain=str(settings.dialogue / "domain"),
            config=str(settings.root / "config.yml"),
            training_files=[str(settings.dialogue / part) for part in ("nlu", "rules")],
            output=str(work),
            fixed_model_name=MODEL_NAME,
        )
    if result.model is None:
        raise ContentError(f"rasa train made no model (code {result.code}); run `rasa data validate` to see why")
    os.replace(result.model, model_path(settings))
    shutil.rmtree(work, ignore_errors=True)
    trained = {"trained_from": _trained_from(settings)}
    (settings.models / MODEL_MANIFEST).write_text(json.dumps(trained), encoding="utf-8")


def _trained_from(settings: Settings) -> str:
    files = [settings.root / "config.yml"]
    for part in DIALOGUE:
        files += (settings.dialogue / part).rglob("*.yml")
    for name in _CODE:
        path = settings.root / name
        files += path.rglob("*.py") if path.is_dir() else [path]
    made = Manifest.read(settings.index)  # the route model learns from the phrasings; texts may change without it
    index = f"{made.phrasings_sha256}:{made.model_sha256}:{made.format}"
    return hashlib.sha256((digest_files(files, settings.root) + index).encode()).hexdigest()


def _require_sound(content: Content) -> None:
    errors = [finding for finding in checks.check(content) if finding.blocks]
    if errors:
        raise ContentError(f"{errors[0]}\n({len(errors)} findings in all; `hairline content check` lists them)")


def _require_space(settings: Settings) -> None:
    settings.var.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(settings.var).free
    if free < NEEDED_BYTES:
        raise ServerStartError(
            f"{settings.var} has {free // 1_000_000} MB free, a build needs {NEEDED_BYTES // 1_000_000} MB; "
            "free some space, or set HAIRLINE_VAR to a folder on another disk"
        )
