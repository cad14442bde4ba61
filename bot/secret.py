"""The installation's secret: signs the links in mails and the tokens of the website's chat."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from pathlib import Path

from index.errors import SettingsError

VARIABLE, MIN_SECRET = "HAIRLINE_SECRET", 32  # characters


def load_secret(path: Path, environment: Mapping[str, str]) -> str:
    """Return HAIRLINE_SECRET, or what `path` holds: 64 hex digits, made (mode 0600) when there are none yet.

    Several processes that make it at once agree on the first. Raises SettingsError when the secret is too short to be
    one, or when the file cannot be read or made.
    """
    given = environment.get(VARIABLE)
    if given:
        if len(given) < MIN_SECRET:
            raise SettingsError(f"{VARIABLE} has {len(given)} characters; use at least {MIN_SECRET} random ones")
        return given
    try:
        if not path.exists():
            _make(path)
        secret = path.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path} cannot be read or made ({error}); mend it, or set {VARIABLE}") from None
    if len(secret) < MIN_SECRET:
        raise SettingsError(f"{path} is damaged; delete it (links in mails already sent stop working)")
    return secret


def _make(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f"{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    try:
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
            file.write(secrets.token_hex(32))
            file.flush()
            os.fsync(file.fileno())  # a file without its content would lock everybody out after a power cut
        os.link(fresh, path)
    except FileExistsError:
        pass  # another process was first
    finally:
        fresh.unlink(missing_ok=True)
