"""The interactive shell."""

from __future__ import annotations

import uuid
from contextlib import suppress

import httpx
from rich.console import Console

from bot.staff import render
from bot.staff.backend import Backend

HELP = "[dim]Type a question, or the number of a suggestion. /why switches explanations, /new starts over, /quit or Ctrl-D leaves.[/dim]"


def chat(backend: Backend, console: Console, *, explain: bool) -> None:
    """Chat until the input ends. The line editor remembers what was typed in this session."""
    with suppress(ImportError):
        import readline  # noqa: F401 - importing it gives input() its editing keys
    console.print(f"[bold]Hairline[/bold], answered by {backend.where}.", highlight=False)
    console.print(HELP, highlight=False)
    sender = _new_sender()
    while True:
        try:
            line = console.input("[bold]you>[/bold] ").encode("utf-8", "replace").decode("utf-8")
        except UnicodeDecodeError:
            console.print("[dim]That line was not readable text; please type it again.[/dim]")
            continue
        except (EOFError, KeyboardInterrupt):
            console.print()
            return
        if line.strip() in ("/quit", "/exit"):
            return
        if line.strip() == "/help":
            console.print(HELP, highlight=False)
        elif line.strip() == "/why":
            explain = not explain
            console.print(f"[dim]explanations are {'on' if explain else 'off'}[/dim]")
        elif line.strip() == "/new":
            sender = _new_sender()
            console.print("[dim]a new conversation[/dim]")
        else:
            try:
                messages = backend.send(sender, line)
            except httpx.HTTPError as error:
                console.print(f"[red]the server did not answer ({error}); is it still running?[/red]")
                continue
            console.print(render.reply(messages))
            if explain:
                console.print(render.explanation(messages))


def _new_sender() -> str:
    return f"shell-{uuid.uuid4().hex}"
