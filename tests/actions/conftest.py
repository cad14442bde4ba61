"""What the tests of the dialogue share: an empty appointment book, and a patient with one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from actions.consultations.store import open_store
from tests.actions.consultations.patients import NOW, Patient, new_store


@pytest.fixture(scope="session")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty appointment book, to be copied."""
    path = tmp_path_factory.mktemp("book") / "empty.sqlite"
    store = open_store(f"sqlite:///{path}")
    store.purge(NOW, NOW)  # makes its tables, and leaves all of it in the one file
    store.close()
    return path


@pytest.fixture
def ann(empty: Path) -> Iterator[Patient]:
    with new_store(empty) as store:
        yield Patient(store)
