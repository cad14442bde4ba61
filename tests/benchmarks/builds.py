"""How long a full build of the index takes, and one after a single changed answer: whole commands, in fresh processes.

python -m tests.benchmarks.builds
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import yaml

from bot.settings import read_settings
from index.content import read_yaml
from index.manifest import Manifest
from tests.benchmarks.build_once import settings_of
from tests.benchmarks.report import Bar, BenchmarkError, finish, machine, run, table
from tests.benchmarks.stock_model import quiet_environment

BARS = (Bar("full_s", 60.0), Bar("changed_s", 5.0))


def change_an_answer(content: Path, number: int) -> str:
    """Edit one answer as an editor would: a new sentence and a new phrasing. Return its id."""
    files = sorted((content / "answers").glob("*.yml"))
    path = files[number % len(files)]
    raw: dict[str, list[dict[str, Any]]] = read_yaml(path)
    answer = raw["answers"][0]
    answer["short"] += f" This sentence was added in revision {number}."
    answer["phrasings"] = [*answer["phrasings"], f"a way of asking that came with revision {number}"]
    answer["version"] += 1
    path.write_text(yaml.safe_dump(raw, sort_keys=False, allow_unicode=True), encoding="utf-8")
    return str(answer["id"])


def timed_build(root: Path, copy: Path) -> float:
    """Build the copy in a fresh process; return the seconds from its start to its end. Raises BenchmarkError."""
    started = time.monotonic()
    command = [sys.executable, "-m", "tests.benchmarks.build_once", str(copy)]
    done = subprocess.run(command, cwd=root, env=quiet_environment(), capture_output=True, text=True, check=False)
    seconds = time.monotonic() - started
    if done.returncode:
        raise BenchmarkError(f"the build ended with {done.returncode}: {done.stderr[-500:]}")
    return seconds


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print, write; return 1 when a bar is missed."""
    options = _options(arguments)
    settings, before = read_settings(), machine()
    with tempfile.TemporaryDirectory(prefix="builds-") as name:
        copy = Path(name)
        shutil.copytree(settings.root / "data", copy / "data")
        full = timed_build(settings.root, copy)
        changed = []
        for number in range(1, options.changes + 1):
            change_an_answer(settings_of(copy).content, number)
            changed.append(timed_build(settings.root, copy))
        rows = Manifest.read(settings_of(copy).index).rows
    figures = {"full_s": full, "changed_s": statistics.median(changed)}
    print(f"{rows} indexed texts; one changed answer: median of {len(changed)} builds\n")
    print(table([(key, f"{value:.2f}") for key, value in figures.items()]))
    told = {"machine": before, "rows": rows, "changed": changed}
    return finish("builds", settings.var / "benchmarks", told, figures, () if options.no_bars else BARS)


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--changes", type=int, default=3, help="how many times one answer is changed")
    parser.add_argument("--no-bars", action="store_true", help="report only; exit 0 whatever the figures")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    run(main)
