"""Search over 100,000 passages through index.vectors.VectorIndex: how long, and how much of the exact result it finds.

python -m tests.benchmarks.scale
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from bot.settings import read_settings
from bot.staff.evaluate import read_items
from index.build import VECTORS
from index.embedder import OnnxEmbedder, Vectors
from index.vectors import NEIGHBOURS, VectorIndex
from tests.benchmarks import passages
from tests.benchmarks.quality import QUESTIONS
from tests.benchmarks.report import Bar, finish, machine, run, table

BARS = (Bar("p50_ms", 5.0), Bar("recall@10", 0.99, at_least=True))
PASSAGES, K, SEED = 100_000, 10, 7
FIVE_PERCENT = 20

Rows = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Asked:
    """What searching gave: one line of rows for each question, and milliseconds of each."""

    rows: list[Rows]
    ms: list[float]


def ask(index: VectorIndex, questions: Vectors, k: int) -> Asked:
    """Search for each question, one after the other."""
    asked = Asked([], [])
    for question in questions:
        started = time.perf_counter()
        rows, _ = index.search(question, k)
        asked.ms.append((time.perf_counter() - started) * 1000)
        asked.rows.append(rows)
    return asked


def recall(found: Sequence[Rows], exact: Sequence[Rows]) -> float:
    """Return the share of the exact rows that were found."""
    return statistics.mean(len(set(f) & set(e)) / len(e) for f, e in zip(found, exact, strict=True))


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print, write; return 1 when a bar is missed."""
    options = _options(arguments)
    settings, before = read_settings(), machine()
    real = VectorIndex.load(settings.index / VECTORS).all_rows()
    texts = [item["turns"][0] for item in read_items(options.questions)]
    questions = OnnxEmbedder(settings.index).encode(texts)
    vectors = passages.like(real, options.passages, SEED)
    started = time.perf_counter()
    index = VectorIndex.build(vectors)
    build = time.perf_counter() - started
    exact = VectorIndex.build(vectors, exact_up_to=len(vectors))
    ask(index, questions[:20], K), ask(exact, questions[:20], K)
    ours, truth = ask(index, questions, K), ask(exact, questions, K)
    wide, wide_truth = ask(index, questions, NEIGHBOURS), ask(exact, questions, NEIGHBOURS)
    figures = {
        "build_s": build,
        "p50_ms": statistics.median(ours.ms),
        "p95_ms": statistics.quantiles(ours.ms, n=FIVE_PERCENT)[-1],
        "recall@10": recall(ours.rows, truth.rows),
        "exact_p50_ms": statistics.median(truth.ms),
        "wide_p50_ms": statistics.median(wide.ms),
        "wide_recall": recall(wide.rows, wide_truth.rows),
        "wide_exact_p50_ms": statistics.median(wide_truth.ms),
    }
    print(f"{len(vectors)} passages ({len(real)} real), {len(questions)} real questions, one at a time\n")
    rows = [(name, f"{value:.3f}") for name, value in figures.items()]
    print(table(rows) + f"\n\nwide: the {NEIGHBOURS} neighbours that a graph is asked for (index/vectors.py)")
    told = {"machine": before, "passages": len(vectors), "real": len(real), "questions": len(questions)}
    return finish("scale", settings.var / "benchmarks", told, figures, () if options.no_bars else BARS)


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--questions", type=Path, default=QUESTIONS, help="a questions file as tools/score.py reads it")
    parser.add_argument("--passages", type=int, default=PASSAGES)
    parser.add_argument("--no-bars", action="store_true", help="report only; exit 0 whatever the figures")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    run(main)
