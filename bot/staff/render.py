"""How replies look in a terminal: what patients see, and beside it why."""

from __future__ import annotations

from typing import Any

from rich.console import Group, RenderableType
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from bot.staff.backend import Messages

_COLOURS = {"emergency": "red", "handover": "yellow", "abstain": "magenta", "clarify": "cyan", "booking": "blue"}


def custom_of(messages: Messages) -> dict[str, Any]:
    """Return the machine-readable part of a reply."""
    return next((m["custom"] for m in messages if isinstance(m.get("custom"), dict)), {})


def text_of(messages: Messages) -> str:
    """Return the text of a reply."""
    return "\n\n".join(m["text"] for m in messages if m.get("text"))


def plain(messages: Messages) -> str:
    """Return a reply as a patient on a text-only channel sees it: numbered suggestions below the text."""
    suggestions = custom_of(messages).get("suggestions", [])
    lines = [text_of(messages), *(f"  {n}. {s['title']}" for n, s in enumerate(suggestions, 1))]
    return "\n".join(lines)


def reply(messages: Messages) -> RenderableType:
    """Return a reply as a panel."""
    custom = custom_of(messages)
    kind = custom.get("kind", "?")
    body: list[RenderableType] = [Text(text_of(messages))]
    if custom.get("suggestions"):
        listed = [f"{n}. {s['title']}" for n, s in enumerate(custom["suggestions"], 1)]
        body.append(Text("\n" + "\n".join(listed), style="dim"))
    return Panel(Group(*body), title=kind, title_align="left", border_style=_COLOURS.get(kind, "green"))


def explanation(messages: Messages) -> RenderableType:
    """Return why the reply is what it is: route, answers with sources, hits with scores, limits."""
    custom = custom_of(messages)
    why = custom.get("explain") or {}
    table = Table(show_header=False, box=None, padding=(0, 1))
    table.add_row("route", why.get("route", "?"))
    table.add_row(
        "routes", "  ".join(f"{name.removeprefix('route_')} {p:.2f}" for name, p in why.get("routes", {}).items())
    )
    if why.get("red_flags"):
        table.add_row("red flags", ", ".join(why["red_flags"]))
    for answer in custom.get("answers", []):
        sections = ", ".join(source["section"] for source in answer["sources"])
        table.add_row(
            "answer", f"{answer['id']} v{answer.get('version', '?')}  score {answer['score']:.2f}  sources {sections}"
        )
    limits = why.get("limits", {})
    if why.get("probability") is not None:
        exact = ", word for word" if why.get("exact") else ""
        table.add_row("probability", f"{why['probability']:.2f} (answers from {limits.get('answer')}{exact})")
    if why.get("leaning"):
        table.add_row("follow-up", f"leans {why['leaning']:.1f} on the last answer")
    for part in why.get("questions", []):
        table.add_row("question", f"{part['id']}  {part['probability']:.2f} (needs {limits.get('part')})")
    return Panel(Group(table, _hits(why.get("hits", []))), title="why", title_align="left", border_style="dim")


def _hits(hits: list[dict[str, Any]]) -> RenderableType:
    table = Table(box=None, padding=(0, 1), header_style="dim")
    for column in ("hit", "share", "cosine", "words", "spelling", "classifier", "matched phrasing"):
        table.add_column(column)
    for hit in hits:
        evidence = hit["evidence"]
        numbers = [f"{evidence[name]:.2f}" for name in ("cosine", "words", "spelling", "classifier")]
        table.add_row(hit["id"], f"{hit['share']:.2f}", *numbers, Text(hit["matched"]))
    return table
