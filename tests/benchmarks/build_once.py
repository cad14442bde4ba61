"""Build the index of one copy of the data, as a process of its own: what builds.py times.

python -m tests.benchmarks.build_once ROOT: reads ROOT/data, writes ROOT/var/index, prints its steps.
"""

from __future__ import annotations

import dataclasses
import sys
from pathlib import Path

from bot import runtime
from bot.settings import Settings, read_settings
from index import build
from index.content import load_content


def settings_of(root: Path) -> Settings:
    """Return the settings for the copy in `root`."""
    return dataclasses.replace(read_settings(), root=root, var=root / "var")


def main(root: Path) -> None:
    """Build, embedding only what the index of the copy does not hold yet."""
    settings = settings_of(root)
    build.build(
        load_content(settings.content),
        runtime.model_files(settings),
        settings.index,
        content_sha256=runtime.content_digest(settings),
        vocabulary=runtime.vocabulary(settings),
        say=print,
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
