"""Many claimants of one slot at once, and processes that are killed while they book. By hand, from the repository's root:

python -m tests.services.races                 20 rounds of 200 claimants, and 100 bookings with kills, on both databases
python -m tests.services.races --rounds 2 --kills 5
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import multiprocessing
import os
import random
import secrets
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from actions.consultations.model import By, NoticeKind, Person, SlotTakenError, Status
from actions.consultations.store import Store, open_store  # imported once, before processes fork
from tests.services.booking_samples import CONSENT, MINUTE, NOW, TTL, slot
from tests.services.postgresql import Postgresql

CLAIMANTS = 200
PATIENCE = 60  # seconds until a race that stands still is given up
DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Round:
    """What became of one race."""

    outcomes: dict[str, int]  # "won", "taken", or the name of an error
    seconds: float  # from the start signal to the last answer
    slowest: float  # seconds that one claimant waited

    @property
    def is_fair(self) -> bool:
        """Whether exactly one won and nobody met an error."""
        return self.outcomes.get("won") == 1 and set(self.outcomes) <= {"won", "taken"}


def by_threads(url: str, day: int, claimants: int = CLAIMANTS) -> Round:
    """Claim one slot of `day` from many threads over one store, as in one server."""
    store, barrier, answers = open_store(url), threading.Barrier(claimants), list[tuple[str, float, float]]()

    def run(number: int) -> None:
        barrier.wait()
        answers.append(_claim(store, day, number))

    threads = [threading.Thread(target=run, args=(number,)) for number in range(claimants)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    store.close()
    return _round(answers)


def by_processes(url: str, day: int, claimants: int = CLAIMANTS) -> Round:
    """Claim one slot of `day` from many processes with a store each. Forks: call it where no other threads run."""
    forking = multiprocessing.get_context("fork")
    barrier, answers = forking.Barrier(claimants), forking.Queue()

    def run(number: int) -> None:
        store = open_store(url)
        barrier.wait(PATIENCE)
        answers.put(_claim(store, day, number))

    processes = [forking.Process(target=run, args=(number,), daemon=True) for number in range(claimants)]
    for process in processes:
        process.start()
    said = [answers.get(timeout=PATIENCE) for _ in processes]
    for process in processes:
        process.join()
    return _round(said)


def with_kills(url: str, kills: int, bookings: int, seed: int) -> list[str]:
    """Book in processes that are killed at random moments, at least `bookings` times; return the references told.

    Forks: call it where no other threads run.
    """
    chance, told = random.Random(seed), list[str]()
    killed = 0
    while killed < kills or len(told) < bookings:
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            _book_for_ever(url, killed, writing)
        os.close(writing)
        time.sleep(chance.uniform(0, 0.25))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        with os.fdopen(reading, "rb") as pipe:
            told += pipe.read().decode().split()
        killed += 1
    return told


def lost(url: str, told: list[str]) -> list[str]:
    """Return what is wrong after the kills: a told booking that is gone, or one without history, consent or notices."""
    store = open_store(url)
    kept = {each.reference: each for each in store.between(NOW, NOW + 3650 * DAY)}
    wrong = [f"{reference} was told and is not booked" for reference in told if reference not in kept]
    rows = store.export_person(email="kill@example.org")
    notices = {(row["appointment_id"], row["kind"]) for row in rows["outbox"]}
    for each in kept.values():
        for kind in (NoticeKind.CONFIRMED, NoticeKind.STAFF_BOOKED, NoticeKind.DAY_BEFORE, NoticeKind.HOUR_BEFORE):
            if (each.id, kind.value) not in notices:
                wrong.append(f"{each.reference} has no notice {kind.value}")
        if [entry.change.value for entry in store.history(each.id)] != ["held", "booked"]:
            wrong.append(f"{each.reference} has no whole history")
        if store.consent_of(each.id) is None:
            wrong.append(f"{each.reference} has no consent")
    if len(rows["outbox"]) != 4 * len(kept):
        wrong.append("there are notices without a booking")
    taken = store.busy("team", NOW, NOW + 3650 * DAY, NOW + TTL)
    if taken != sorted((each.slot.busy_from, each.slot.busy_until) for each in kept.values()):
        wrong.append("a time is blocked for longer than its hold")
    store.close()
    return wrong


def _claim(store: Store, day: int, number: int) -> tuple[str, float, float]:
    began = time.monotonic()
    try:
        store.hold(slot(9, number % 20, day=day), f"claimant-{number}", NOW, TTL)  # each overlaps every other
        outcome = "won"
    except SlotTakenError:
        outcome = "taken"
    except Exception as error:  # noqa: BLE001 - whatever it is, it is counted
        outcome = f"{type(error).__name__}: {error}"
    return outcome, began, time.monotonic()


def _round(answers: list[tuple[str, float, float]]) -> Round:
    outcomes = dict(Counter(outcome for outcome, _, _ in answers))
    first, last = min(began for _, began, _ in answers), max(ended for _, _, ended in answers)
    return Round(outcomes, last - first, max(ended - began for _, began, ended in answers))


def _book_for_ever(url: str, number: int, told: int) -> None:
    """Book one slot after the other and tell each reference once it is confirmed, until the process is killed."""
    try:
        store = open_store(url)
        person = Person("Ann", "UTC", email="kill@example.org")
        for minute in range(1000):
            start = slot(9).start + (1000 * number + minute) * 30 * MINUTE
            wanted = slot(9).__class__(start, start + 20 * MINUTE, "team", start - 5 * MINUTE, start + 25 * MINUTE)
            held = store.hold(wanted, f"owner-{number}", NOW, TTL)
            made = store.confirm(held.id, person, CONSENT, secrets.token_hex(8), By.CHAT, NOW)
            assert made.status is Status.BOOKED
            os.write(told, f"{made.reference}\n".encode())
    finally:
        os._exit(1)


def _in_a_clean_process(*arguments: object) -> str:
    """Run this module's hidden command where no other threads run."""
    command = [sys.executable, "-W", "ignore", "-m", "tests.services.races", *map(str, arguments)]
    return subprocess.run(command, check=True, capture_output=True, text=True, cwd=Path(__file__).parents[2]).stdout


def processes_apart(url: str, day: int, claimants: int = CLAIMANTS) -> Round:
    """`by_processes`, from a process that may have threads."""
    return Round(**json.loads(_in_a_clean_process("--processes", url, "--day", day, "--claimants", claimants)))


def kills_apart(url: str, kills: int, bookings: int, seed: int) -> list[str]:
    """`with_kills`, from a process that may have threads."""
    out = _in_a_clean_process("--killing", url, "--kills", kills, "--bookings", bookings, "--seed", seed)
    return list(json.loads(out))


def _report(name: str, race: Callable[[int], Round], rounds: int) -> bool:
    run = [race(number) for number in range(1, rounds + 1)]
    unfair = [each.outcomes for each in run if not each.is_fair]
    seconds, slowest = [each.seconds for each in run], max(each.slowest for each in run)
    print(
        f"{name:22} {rounds} rounds of {CLAIMANTS}: {len(unfair)} unfair; seconds a round: median "
        f"{statistics.median(seconds):.2f}, worst {max(seconds):.2f}; slowest claimant {slowest:.2f}",
        *unfair,
        flush=True,
    )
    return not unfair


def main() -> int:
    """Race on both databases; return 1 when a promise was broken."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for flag, default in {"--rounds": 20, "--kills": 40, "--bookings": 100, "--seed": 1, "--day": 1}.items():
        parser.add_argument(flag, type=int, default=default)
    parser.add_argument("--claimants", type=int, default=CLAIMANTS, help=argparse.SUPPRESS)
    parser.add_argument("--processes", help=argparse.SUPPRESS)
    parser.add_argument("--killing", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.processes:
        print(json.dumps(vars(by_processes(asked.processes, asked.day, asked.claimants))))
        return 0
    if asked.killing:
        print(json.dumps(with_kills(asked.killing, asked.kills, asked.bookings, asked.seed)))
        return 0
    with tempfile.TemporaryDirectory() as folder:
        server = Postgresql(Path(folder) / "postgresql", durable=True)
        with server.new_database() as postgresql:
            sqlite = f"sqlite:///{folder}/bookings/consultations.sqlite"
            fair = [
                _report("SQLite, threads", lambda day: by_threads(sqlite, day), asked.rounds),
                _report("SQLite, processes", lambda day: processes_apart(f"{sqlite}2", day), asked.rounds),
                _report("PostgreSQL, threads", lambda day: by_threads(postgresql, day), asked.rounds),
            ]
        for name, make in {"SQLite": None, "PostgreSQL": server.new_database}.items():
            if make is None:
                fair.append(_killed(name, f"{sqlite}3", asked))
            else:
                with make() as url:
                    fair.append(_killed(name, url, asked))
        server.remove()
    return 0 if all(fair) else 1


def _killed(name: str, url: str, asked: argparse.Namespace) -> bool:
    told = kills_apart(url, asked.kills, asked.bookings, asked.seed)
    wrong = lost(url, told)
    print(
        f"{name + ', killed':22} {asked.kills} or more kills, {len(told)} bookings told: {len(wrong)} faults",
        *wrong[:5],
    )
    return not wrong


if __name__ == "__main__":
    sys.exit(main())
