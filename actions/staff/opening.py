"""The way from a command to the appointment book, and from what goes wrong there to one sentence."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from actions.consultations.model import BookingError, StoreUnavailableError
from actions.files import write_private
from bot.settings import read_settings
from bot.staff.cli import plain_errors
from index.errors import HairlineError

if TYPE_CHECKING:  # SQLAlchemy and friends take a second, which `hairline ask` need not wait
    from actions.runtime import Consultations


@contextmanager
def staff_errors() -> Iterator[None]:
    """Like `plain_errors`, for what the appointment book refuses, too."""
    with plain_errors():
        try:
            yield
        except StoreUnavailableError as error:
            raise HairlineError(f"{error}; if it lasts, check HAIRLINE_DATABASE_URL and the disk's space") from None
        except BookingError as error:
            raise HairlineError(str(error)) from None


@contextmanager
def consultations() -> Iterator[Consultations]:
    """Give the appointment book and what belongs to it."""
    from actions.runtime import assemble

    logging.getLogger("actions").addHandler(logging.NullHandler())  # what fails is told once, by the command
    parts = assemble(read_settings())
    try:
        yield parts
    finally:
        parts.store.close()


def write_out(content: bytes, file: Path | None) -> None:
    """Write personal data to standard output, or to a file that only its owner can read. It replaces an older one."""
    if file is None:
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
        return
    write_private(file, content)
