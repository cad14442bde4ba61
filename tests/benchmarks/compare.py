"""The served assistant against the stock Rasa bot: speed, memory, cold start and quality, in one run.

python -m tests.benchmarks.compare            trains the stock bot for 100 epochs (once per content: over an hour)
python -m tests.benchmarks.compare --quick    3 epochs: the same speed, but its quality means nothing
"""

from __future__ import annotations

import argparse
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from bot import runtime
from bot.settings import Settings, read_settings
from bot.staff.evaluate import read_items
from index.content import load_content
from tests.benchmarks import duel, quality, servers, stock_model, stock_project
from tests.benchmarks.report import Bar, BenchmarkError, finish, machine, run, table
from tests.benchmarks.stock_model import Training
from tests.benchmarks.stock_project import Epochs

BARS = (  # ours / stock
    Bar("p50", 0.8),
    Bar("per_second", 1.4, at_least=True),
    Bar("memory", 1.1),
    Bar("cold_start", 1.1),
)
FIRST = "What are stem cells?"  # the question of the cold start: both bots know it word for word
SEED = 7
QUICK = Epochs(3, 3, 3)
ROWS = (
    ("p50", "p50, one client, answered (ms)", 1),
    ("p95", "p95, one client, answered (ms)", 1),
    ("per_second", "requests/s, 8 clients", 1),
    ("memory", "memory after the load (MB)", 0),
    ("cold_start", "cold start to first answer (s)", 1),
    ("hit@1", "hit@1", 3),
    ("wrong", "answered from other sections", 3),
    ("unanswered", "not answered", 3),
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print, write; return 1 when a bar is missed."""
    options = _options(arguments)
    settings = read_settings()
    folder = settings.var / "benchmarks"
    epochs = QUICK if options.quick else Epochs(options.diet_epochs, options.epochs, options.epochs)
    before = machine()
    files = stock_project.project(load_content(settings.content), runtime.routing_phrasings(settings), epochs)
    say(f"the stock bot of this content, {epochs}: trained now unless it was before")
    model, training = stock_model.trained(files, epochs, folder / "stock")
    _build_ours(settings, folder / "hairline")
    items = quality.judged(read_items(options.questions))
    questions = [item["turns"][0] for item in items]
    random.Random(SEED).shuffle(questions)
    for log in folder.glob("*.log"):
        log.unlink()
    with tempfile.TemporaryDirectory(prefix="stock-bot-") as name:
        stock_model.write(files, Path(name))
        stock = servers.stock(model, Path(name), folder / "stock.log")
        ours = servers.hairline(settings.root, folder / "hairline", folder / "hairline.log")
        starts = duel.cold_starts((stock, ours), FIRST, options.starts, say)
        rounds, figures = duel.under_load((stock, ours), questions, items, options.rounds, say)
    for name in figures:
        figures[name] |= duel.summary(rounds[name], starts[name])
    ratios = duel.ratios(rounds["hairline"], rounds["stock"], figures["hairline"], figures["stock"])
    _show(figures, ratios, training, quick=options.quick)
    measured = {name: {"rounds": [asdict(r) for r in rounds[name]], "cold_starts": starts[name]} for name in rounds}
    told = {
        "machine": before,
        "training": asdict(training),
        "bots": figures,
        "measured": measured,
        "file": str(options.questions),
    }
    return finish("compare", folder, told, ratios, () if options.no_bars else BARS)


def say(step: str) -> None:
    """Tell a step on standard error."""
    print(f"· {step}", file=sys.stderr, flush=True)


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--questions", type=Path, default=quality.QUESTIONS, help="a questions file as tools/score.py reads it"
    )
    parser.add_argument(
        "--quick", action="store_true", help=f"train the stock bot for {QUICK.selector} epochs: for speed only"
    )
    parser.add_argument("--epochs", type=int, default=100, help="of ResponseSelector and TED")
    parser.add_argument(
        "--diet-epochs", type=int, default=100, help="of DIETClassifier, which takes longest and gains least"
    )
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--starts", type=int, default=3)
    parser.add_argument("--no-bars", action="store_true", help="report only; exit 0 whatever the figures")
    return parser.parse_args(arguments)


def _build_ours(settings: Settings, var: Path) -> None:
    """Build our assistant in a folder of its own, so that a server that runs meanwhile keeps its files."""
    say("our assistant: built now where it is stale")
    if settings.index.is_dir() and not (var / "index").is_dir():
        shutil.copytree(settings.index, var / "index")
    environment = servers.hairline_environment(var, servers.free_port())
    done = subprocess.run([*servers.HAIRLINE, "build"], cwd=settings.root, env=environment, check=False)
    if done.returncode:
        raise BenchmarkError(f"`hairline build` ended with {done.returncode}; mend what it says")


def _show(figures: dict[str, duel.Figures], ratios: duel.Figures, training: Training, *, quick: bool) -> None:
    head = ("", "stock", "hairline", "hairline / stock")
    rows = [
        (
            label,
            f"{figures['stock'][key]:.{d}f}",
            f"{figures['hairline'][key]:.{d}f}",
            f"{ratios[key]:.2f}" if key in ratios else "",
        )
        for key, label, d in ROWS
    ]
    print(table([head, *rows]))
    print(
        f"\nstock: {training.examples} examples, epochs {training.epochs}, trained in {training.seconds / 60:.1f} min"
    )
    if quick:
        print("--quick: the stock bot is hardly trained; its quality means nothing")


if __name__ == "__main__":
    run(main)
