"""What the tests of messengers share."""

from __future__ import annotations

import pytest

from bot.channels.messengers.presenting import Presenter
from bot.clinic import Clinic, load_clinic
from bot.settings import Settings
from bot.templates import Templates
from index.content import Content

SOURCES = "https://clinic.example/messengers/sources"


@pytest.fixture(scope="session")
def clinic(settings: Settings) -> Clinic:
    """The shipped clinic."""
    return load_clinic(settings.content / "clinic.yml")


@pytest.fixture(scope="session")
def templates(settings: Settings, clinic: Clinic) -> Templates:
    """The assistant's own sentences."""
    return Templates.load(settings.content / "replies.yml", clinic)


@pytest.fixture(scope="session")
def presenter(content: Content, templates: Templates, clinic: Clinic) -> Presenter:
    """Presents replies as a server does that is on the web."""
    return Presenter(content, templates, clinic, SOURCES)
