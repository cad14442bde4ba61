"""A var folder of its own for each program under test, so that staff tokens and logs never clash."""

from __future__ import annotations

import os
import shutil
import socket
from pathlib import Path

from bot.settings import Settings

_OURS = "HAIRLINE_"


def own_var(settings: Settings, folder: Path) -> Path:
    """Return `folder`, holding the project's index (linked) and route model (copied), and no staff token."""
    folder = folder.resolve()
    (folder / "index").symlink_to(settings.index)
    shutil.copytree(settings.models, folder / "models")
    return folder


def free_port() -> int:
    """Return a port of this machine that is free now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def environment(var: Path, **settings: str) -> dict[str, str]:
    """Return an environment with these settings of ours and no others; a free port unless one is named."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(_OURS)}
    local = {"no_proxy": "127.0.0.1,localhost", "NO_PROXY": "127.0.0.1,localhost", "TQDM_DISABLE": "1"}
    ours = {"HAIRLINE_VAR": str(var), "HAIRLINE_PORT": str(free_port()), "HAIRLINE_HOST": "127.0.0.1", **settings}
    return {**inherited, **local, "PYTHONWARNINGS": "ignore", **ours}
