"""Both bots through the same measurements, taken in turns so that noise of the machine falls on both."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack

from tests.benchmarks import load, quality
from tests.benchmarks.load import Round
from tests.benchmarks.quality import Item
from tests.benchmarks.servers import Bot, first_answer, memory_mb, running

WARM_UP = 30  # questions before anything is timed
ALONE, TOGETHER = 100, 240  # questions in a round
PAUSE = 1.0  # seconds of rest before each part, so that one bot's work does not run into the other's

Say = Callable[[str], None]
Figures = dict[str, float]


def cold_starts(bots: Sequence[Bot], question: str, times: int, say: Say) -> dict[str, list[float]]:
    """Start each bot `times` times, alone on the machine; return the seconds to its first answered question."""
    seconds: dict[str, list[float]] = {bot.name: [] for bot in bots}
    for turn in range(times):
        for bot in _in_turns(bots, turn):
            started = time.monotonic()
            with running(bot) as process:
                seconds[bot.name].append(first_answer(bot, process, question, started))
            say(f"cold start {turn + 1} of {times}: {bot.name} {seconds[bot.name][-1]:.1f} s")
    return seconds


def under_load(
    bots: Sequence[Bot], questions: Sequence[str], items: Sequence[Item], rounds: int, say: Say
) -> tuple[dict[str, list[Round]], dict[str, Figures]]:
    """Run both side by side; return each bot's rounds, and its memory after the load and its quality."""
    played: dict[str, list[Round]] = {bot.name: [] for bot in bots}
    figures: dict[str, Figures] = {}
    with ExitStack() as stack:
        pids = {}
        for bot in bots:
            process = stack.enter_context(running(bot))
            first_answer(bot, process, questions[0], time.monotonic())
            load.play(bot.port, questions[:WARM_UP], questions[:WARM_UP])
            pids[bot.name] = process.pid
        parts = zip(load.batches(questions, ALONE, rounds), load.batches(questions, TOGETHER, rounds), strict=True)
        for turn, (alone, together) in enumerate(parts):
            for bot in _in_turns(bots, turn):
                time.sleep(PAUSE)
                played[bot.name].append(load.play(bot.port, alone, together))
            say(f"round {turn + 1} of {rounds}: " + ", ".join(f"{n} {_told(r[-1])}" for n, r in played.items()))
        for bot in bots:
            figures[bot.name] = {"memory": memory_mb(pids[bot.name])}
        for bot in bots:
            say(f"quality of {bot.name}: {len(items)} conversations")
            figures[bot.name] |= quality.figures(items, quality.ask_all(bot.port, items))
    return played, figures


def summary(rounds: Sequence[Round], starts: Sequence[float]) -> Figures:
    """Return one bot's figures: medians over the rounds and starts."""
    return {
        "p50": statistics.median(r.p50 for r in rounds),
        "p95": statistics.median(r.p95 for r in rounds),
        "per_second": statistics.median(r.per_second for r in rounds),
        "cold_start": statistics.median(starts) if starts else float("nan"),
        "answered": sum(len(r.answered_ms) for r in rounds) / sum(r.asked for r in rounds),
    }


def ratios(ours: Sequence[Round], stock: Sequence[Round], our: Figures, theirs: Figures) -> Figures:
    """Return ours / stock. What is measured in rounds is compared within each round; the median round counts."""
    within = {
        name: statistics.median(getattr(a, name) / getattr(b, name) for a, b in zip(ours, stock, strict=True))
        for name in ("p50", "p95", "per_second")
    }
    return within | {name: our[name] / theirs[name] for name in ("memory", "cold_start", "hit@1") if theirs[name]}


def _in_turns(bots: Sequence[Bot], turn: int) -> Sequence[Bot]:
    return bots if turn % 2 == 0 else bots[::-1]


def _told(played: Round) -> str:
    return f"{played.p50:.1f} ms {played.per_second:.0f}/s"
