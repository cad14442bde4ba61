"""What tests share: the shipped content, and the index built from it."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import hypothesis
import pytest

from bot import runtime
from bot.settings import Settings, read_settings
from index import build
from index.content import Content, load_content
from index.errors import StaleIndexError
from index.search import Searcher

# The same examples in every run, however busy the machine is.
hypothesis.settings.register_profile("hairline", derandomize=True, deadline=None, database=None)
hypothesis.settings.load_profile("hairline")


@pytest.fixture(scope="session")
def settings() -> Settings:
    """Where this project's own content and index are."""
    return read_settings({})


@pytest.fixture(scope="session")
def content(settings: Settings) -> Content:
    """The shipped content, as it is on disk."""
    return load_content(settings.content)


@pytest.fixture(scope="session")
def built_index(settings: Settings, content: Content, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project's index; when that one does not fit the content, one built for this session."""
    try:
        load(settings, content, settings.index)
    except StaleIndexError:
        folder = tmp_path_factory.mktemp("built") / "index"
        if settings.index.is_dir():
            shutil.copytree(settings.index, folder)  # unchanged texts need not be embedded again
        build.build(
            content,
            runtime.model_files(settings),
            folder,
            content_sha256=runtime.content_digest(settings),
            vocabulary=runtime.vocabulary(settings),
        )
        return folder
    return settings.index


@pytest.fixture(scope="session")
def searcher(settings: Settings, content: Content, built_index: Path) -> Searcher:
    """Search as it is served today."""
    return load(settings, content.servable(dt.date.today(), approved_only=False), built_index)


def load(settings: Settings, content: Content, folder: Path) -> Searcher:
    return build.load(
        content,
        folder,
        content_sha256=runtime.content_digest(settings),
        model_sha256=runtime.model_files(settings).sha256,
    )
