"""A small index, quick to build and to load: a few of the shipped answers, with vectors of the shipped index."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from index import build
from index.content import Content
from index.manifest import Manifest
from index.model_files import DEFAULT_SHA256, ModelFiles
from index.search import Searcher

ANSWERS = ("cost-range", "pain-treatment", "side-effects-duration", "insurance", "fda-approval")
NO_MODEL = ModelFiles(Path("no-model-here"), DEFAULT_SHA256)  # only an index that has the vectors can do without it


@dataclass(frozen=True)
class Small:
    """An index with what it was built from."""

    content: Content
    folder: Path

    def copy(self, folder: Path) -> Small:
        """The same in another folder. Files are linked: replace them, never write into them."""
        shutil.copytree(self.folder, folder, copy_function=os.link)
        return Small(self.content, folder)

    def build(self, content: Content | None = None, **options: Any) -> Manifest:
        """Build `content`, by default the same again, in place."""
        return build.build(content or self.content, NO_MODEL, self.folder, **{"content_sha256": "small", **options})

    def load(self, content: Content | None = None) -> Searcher:
        """Load it for `content`, by default all of it."""
        return build.load(content or self.content, self.folder, content_sha256="small", model_sha256=DEFAULT_SHA256)


@pytest.fixture(scope="session")
def small(content: Content, built_index: Path, tmp_path_factory: pytest.TempPathFactory) -> Small:
    """Five answers with five phrasings each, and two subjects that are not covered."""
    answers = [content.answer(answer_id) for answer_id in ANSWERS]
    chosen = content.copy(
        update={
            "answers": tuple(answer.copy(update={"phrasings": answer.phrasings[:5]}) for answer in answers),
            "subjects": content.subjects[:2],
        }
    )
    folder = tmp_path_factory.mktemp("small") / "index"
    shutil.copytree(built_index, folder)
    made = Small(chosen, folder)
    made.build()
    return made
