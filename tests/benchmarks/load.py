"""Load on a running bot: one client after another, and several at once."""

from __future__ import annotations

import itertools
import statistics
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tests.benchmarks.client import Client

CLIENTS = 8
FIVE_PERCENT = 20


@dataclass(frozen=True)
class Round:
    """One round on one bot: milliseconds of the answered questions of a single client, and requests/s of several."""

    answered_ms: tuple[float, ...]
    asked: int
    per_second: float

    @property
    def p50(self) -> float:
        """Median milliseconds."""
        return statistics.median(self.answered_ms)

    @property
    def p95(self) -> float:
        """Milliseconds that 95 % of the answered questions stay under."""
        return statistics.quantiles(self.answered_ms, n=FIVE_PERCENT)[-1]


def play(port: int, alone: Sequence[str], together: Sequence[str]) -> Round:
    """Ask `alone` one by one, then `together` from CLIENTS connections; every question comes from a new patient."""
    client = Client(port)
    replies = [client.ask(question) for question in alone]
    client.close()
    answered = tuple(reply.ms for reply in replies if reply.kind == "answer")
    return Round(answered, len(replies), throughput(port, together))


def throughput(port: int, questions: Sequence[str], clients: int = CLIENTS) -> float:
    """Return requests per second with `clients` patients asking at once. Raises the first client's error."""
    left, lock = iter(questions), threading.Lock()
    errors: list[Exception] = []

    def patient() -> None:
        client = Client(port)
        try:
            while (question := _next(left, lock)) is not None:
                client.ask(question)
        except Exception as error:  # told by the caller's thread
            errors.append(error)
        finally:
            client.close()

    threads = [threading.Thread(target=patient) for _ in range(clients)]
    started = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if errors:
        raise errors[0]
    return len(questions) / (time.perf_counter() - started)


def batches(questions: Sequence[str], size: int, number: int) -> list[list[str]]:
    """Return `number` consecutive batches of `size` questions, over and over through them."""
    endless = itertools.cycle(questions)
    return [list(itertools.islice(endless, size)) for _ in range(number)]


def _next(questions: Iterator[str], lock: threading.Lock) -> str | None:
    with lock:
        return next(questions, None)
