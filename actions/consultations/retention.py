"""When appointments are long past, all about them is deleted: their rows, and letters that were written as files."""

from __future__ import annotations

import datetime as dt
import logging
import threading
from collections.abc import Callable
from pathlib import Path

from actions.consultations.mail_files import written_about
from actions.consultations.model import StoreUnavailableError
from actions.consultations.store import Store

EVERY = 24 * 3600.0  # seconds
AGAIN = 600.0  # seconds after the store was away
logger = logging.getLogger(__name__)


def purge(store: Store, mail: Path, days: int, now: dt.datetime) -> dict[str, int]:
    """Delete what ended more than `days` days ago; return the number of rows by table, and of files.

    A letter's file goes when it is that old and its appointment is gone. May raise StoreUnavailableError, OSError.
    """
    before = now - dt.timedelta(days=days)
    counts = store.purge(before, now)
    counts["files"] = 0
    for appointment, files in written_about(mail).items():
        old = [file for file in files if file.stat().st_mtime < before.timestamp()]
        if old and store.get(appointment) is None:
            for file in old:
                file.unlink(missing_ok=True)
            counts["files"] += len(old)
    return counts


def run(
    store: Store,
    mail: Path,
    days: int,
    stop: threading.Event,
    clock: Callable[[], dt.datetime],
    every: float = EVERY,
    again: float = AGAIN,
) -> None:
    """Purge at once and then once a day until `stop` is set; for a daemon thread. Nothing but `stop` ends it.

    days: that a past appointment is kept. clock: the time, UTC. every, again: seconds to the next time, and after a
    failure.
    """
    while not stop.is_set():
        wait = every
        try:
            counts = purge(store, mail, days, clock())
            logger.info("retention.purged %s", counts)
        except StoreUnavailableError as error:
            logger.warning("retention.store_unavailable %s", error)
            wait = again
        except Exception as error:  # noqa: BLE001 - the thread must outlive any fault; its text may name people
            logger.error("retention.failed %s", type(error).__name__)  # noqa: TRY400
            wait = again
        stop.wait(wait)
