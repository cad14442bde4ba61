"""What tests share: the shipped content, and the index built from it."""

from __future__ import annotations

import datetime as dt
import shutil
import warnings
from pathlib import Path

import hypothesis
import pytest

from bot import runtime
from bot.assistant import Assistant
from bot.clinic import load_clinic
from bot.grounding import Grounding
from bot.limits import Limits
from bot.reply import ReplyWriter
from bot.settings import Settings, read_settings
from bot.staff.backend import load_router
from bot.templates import Templates
from index import build
from index.content import Content, load_content
from index.errors import StaleIndexError
from index.search import Searcher
from tests.bot.approved import Approved

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
def index_and_search(
    settings: Settings, content: Content, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, Searcher]:
    """The project's index; when that one does not fit content and code, one built for this session. And its search."""
    digest, files = runtime.content_digest(settings), runtime.model_files(settings)
    today = content.servable(dt.date.today(), approved_only=False)

    def load(folder: Path) -> tuple[Path, Searcher]:
        return folder, build.load(today, folder, content_sha256=digest, model_sha256=files.sha256)

    try:
        return load(settings.index)
    except StaleIndexError:
        folder = tmp_path_factory.mktemp("built") / "index"
        if settings.index.is_dir():
            shutil.copytree(settings.index, folder)  # texts that did not change need not be embedded again
        words = runtime.vocabulary(settings)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what torch says about its exporter is no finding of the tests
            build.build(content, files, folder, content_sha256=digest, vocabulary=words)
        return load(folder)


@pytest.fixture(scope="session")
def built_index(index_and_search: tuple[Path, Searcher]) -> Path:
    """The folder of an index that fits the shipped content."""
    return index_and_search[0]


@pytest.fixture(scope="session")
def searcher(index_and_search: tuple[Path, Searcher]) -> Searcher:
    """Search as it is served today."""
    return index_and_search[1]


@pytest.fixture(scope="session")
def writer(settings: Settings, content: Content) -> ReplyWriter:
    """Writes replies from the shipped content."""
    clinic = load_clinic(settings.content / "clinic.yml")
    return ReplyWriter(content, Templates.load(settings.content / "replies.yml", clinic))


@pytest.fixture(scope="session")
def assistant(settings: Settings, searcher: Searcher, writer: ReplyWriter) -> Assistant:
    """The assistant as it is served, without Rasa around it."""
    return Assistant(searcher, load_router(settings, searcher), writer, Limits())


@pytest.fixture(scope="session")
def approved(settings: Settings, content: Content) -> Approved:
    """All that may be said to patients, read from the files."""
    return Approved(settings.content, content)


@pytest.fixture(scope="session")
def grounding(settings: Settings, content: Content) -> Grounding:
    """The guard that a server looks at every reply with."""
    templates = Templates.load(settings.content / "replies.yml", load_clinic(settings.content / "clinic.yml"))
    return Grounding(content, templates)
