"""Draw docs/shell.svg, the README's picture, from a real reply: python scripts/shell_picture.py."""

from __future__ import annotations

import io
from pathlib import Path

from rich.console import Console

from bot.settings import read_settings
from bot.staff import render
from bot.staff.backend import LocalBackend

QUESTION = "whats the catch, will it leave marks on my head?"


def main() -> None:
    """Ask, render, save."""
    backend = LocalBackend(read_settings())
    backend.send("picture", "hello")
    messages = backend.send("picture", QUESTION)
    console = Console(record=True, width=118, file=io.StringIO())
    console.print(f"[bold]you>[/bold] {QUESTION}")
    console.print(render.reply(messages))
    console.print(render.explanation(messages))
    Path("docs/shell.svg").write_text(console.export_svg(title="hairline shell"), encoding="utf-8")


if __name__ == "__main__":
    main()
