"""The `hairline` command."""

from __future__ import annotations

import datetime as dt
import json
import os
import sys
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Optional

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import Progress
from rich.table import Table

from bot import building, runtime
from bot.server import require_free_port
from bot.settings import read_settings
from index.content import Content, load_content
from index.errors import HairlineError

app = typer.Typer(
    help="Hairline: the patient-education assistant, for the clinic's staff.",
    no_args_is_help=True,
    add_completion=False,
)
content_app = typer.Typer(help="Look at the curated content, and check it.", no_args_is_help=True)
app.add_typer(content_app, name="content")

out, err = Console(), Console(stderr=True)


def say(step: str) -> None:
    """Tell a step of long work, on standard error."""
    err.print(f"[dim]· {escape(step)}[/dim]", highlight=False)


@contextmanager
def plain_errors() -> Iterator[None]:
    """Turn our errors into one red sentence and exit status 1; anything else is a bug and shows its trace."""
    try:
        yield
    except HairlineError as error:
        err.print(f"[red]hairline:[/red] {escape(str(error))}", highlight=False)
        raise typer.Exit(1) from None
    except BrokenPipeError:  # who reads our output, like `head`, has had enough
        sys.stdout = open(os.devnull, "w")  # noqa: SIM115 - for what the interpreter still writes when it ends
        raise typer.Exit(0) from None
    except OSError as error:
        err.print(
            f"[red]hairline:[/red] {escape(str(error))}; free space or check the folder's rights", highlight=False
        )
        raise typer.Exit(1) from None


@app.command()
def build(force: bool = typer.Option(False, "--force", help="Build even what is up to date.")) -> None:
    """Build the index and train the route model, where they are stale."""
    with plain_errors():
        built = building.bring_up_to_date(read_settings(), say, force=force)
        say("built" if built else "everything is up to date")


@app.command()
def run(
    serve_only: bool = typer.Option(False, "--serve-only", help="Do not open the shell, even in a terminal."),
) -> None:
    """Build what is stale, serve, and (in a terminal) open the shell on the server. Ctrl-D or Ctrl-C ends both."""
    from bot.staff import running

    with plain_errors():
        settings = read_settings()
        require_free_port(settings)  # before a build that takes a minute
        building.bring_up_to_date(settings, say)
        if serve_only or not sys.stdin.isatty():
            running.serve_here(settings, say)
        else:
            running.serve_and_chat(settings, say)


@app.command()
def ask(
    question: Optional[str] = typer.Argument(
        None, help="The question; without one, each line of standard input is asked."
    ),
    explain: bool = typer.Option(False, "--explain", help="Also show route, scores, runners-up, limits and sources."),
    as_json: bool = typer.Option(False, "--json", help="Print the messages of each reply as one line of JSON."),
) -> None:
    """Ask one question (or one per line of standard input, as one conversation)."""
    from bot.staff import backend, render

    with plain_errors():
        answering = backend.connect(read_settings(), say)
        sender = f"staff-{uuid.uuid4().hex}"
        for line in [question] if question is not None else _lines():
            messages = answering.send(sender, line)
            if as_json:
                print(json.dumps(messages, ensure_ascii=False))
            elif out.is_terminal or explain:
                out.print(render.reply(messages))
                if explain:
                    out.print(render.explanation(messages))
            else:
                print(render.plain(messages))


@app.command()
def shell(explain: bool = typer.Option(True, help="Show beside each reply why it is what it is.")) -> None:
    """Chat with the assistant. /why switches explanations, /new starts over, Ctrl-D leaves."""
    from bot.staff import backend, chat

    with plain_errors():
        chat.chat(backend.connect(read_settings(), say), out, explain=explain)


@app.command("eval")
def evaluate(
    file: Path = typer.Argument(..., help="A questions file: JSON lines with turns and expected outcomes."),
    as_json: bool = typer.Option(False, "--json", help="Print figures and misses as JSON."),
) -> None:
    """Score the assistant on a file of questions, and print the misses."""
    from bot.staff import backend
    from bot.staff import evaluate as ev

    with plain_errors():
        items = ev.read_items(file)
        answering = backend.connect(read_settings(), say)
        with Progress(console=err, transient=True) as progress:
            task = progress.add_task("asking", total=len(items))
            verdicts = ev.run(items, answering, lambda: progress.advance(task))
        misses = [v for v in verdicts if not v.right]
        if as_json:
            rows = [{"id": v.item.get("id"), "kind": v.kind, "answers": v.answers, "why": v.why} for v in misses]
            print(json.dumps({"figures": ev.figures(verdicts), "misses": rows}))
            return
        for miss in misses:
            out.print(
                f"[bold]{escape(str(miss.item.get('id')))}[/bold] {escape(' | '.join(miss.item['turns']))}",
                highlight=False,
            )
            out.print(f"    {escape(miss.why)}; said {miss.kind} {', '.join(miss.answers)}", highlight=False)
        table = Table(box=None)
        for column in ("figure", "share", "n", "95 % interval"):
            table.add_column(column)
        for name, (share, number) in ev.figures(verdicts).items():
            low, high = ev.interval(share, number)
            table.add_row(name, f"{share:.3f}", str(number), f"{low:.3f} to {high:.3f}")
        out.print(table)


@app.command()
def calibrate() -> None:
    """Fit the ranking and confidence numbers anew (minutes); build and eval afterwards, and commit what changed."""
    from bot.staff import calibrating

    with plain_errors():
        settings = read_settings()
        building.bring_up_to_date(settings, say)
        for name, value in calibrating.calibrate(settings, say).items():
            out.print(f"{name}: {value}", highlight=False)


@app.command()
def audit(
    last: int = typer.Option(20, min=1, help="How many turns, the newest ones."),
    since: Optional[str] = typer.Option(None, help="Only turns since then: 90m, 24h, 7d, or 2026-01-31."),
    route: Optional[str] = typer.Option(None, help="Only this route, as in the table: personal, emergency ..."),
    kind: Optional[str] = typer.Option(None, help="Only this kind of reply: answer, handover, emergency ..."),
    sender: Optional[str] = typer.Option(None, help="Only the conversation of this sender."),
    summary: bool = typer.Option(False, "--summary", help="Counts and answer times of all turns that fit."),
    as_json: bool = typer.Option(False, "--json", help="Print each turn as one line of JSON, with scores and limits."),
) -> None:
    """Show what was decided, turn by turn: route, answers, scores, time taken. It holds no word of any message."""
    from bot.privacy.audit import Audit
    from bot.staff import reviewing

    with plain_errors():
        settings = read_settings()
        kept = Audit(settings.audit, settings.audit_days)
        turns = kept.turns(
            since=reviewing.since(since, dt.datetime.now(dt.timezone.utc)) if since else None,
            route=f"route_{route.removeprefix('route_')}" if route else None,
            kind=kind,
            conversation=kept.pseudonym(sender) if sender else None,
            last=None if summary else last,
        )
        if summary:
            figures = reviewing.summary(turns)
            for name, value in figures.items():
                out.print(f"{name}: {json.dumps(value)}", highlight=False, soft_wrap=True) if not as_json else None
            if as_json:
                print(json.dumps(figures))
        elif as_json:
            for turn in turns:
                print(json.dumps(reviewing.line(turn)))
        elif turns:
            out.print(reviewing.table(turns, dt.datetime.now(dt.timezone.utc).date()))
        else:
            err.print("no turns fit; patients' turns appear here once a server has answered them")


@app.command()
def feedback() -> None:
    """Show how often visitors of the website said that an answer helped. It never changes what is answered."""
    from bot.chats.database import Database
    from bot.chats.model import ChatError
    from bot.chats.store import ChatStore
    from bot.chats.tables import metadata
    from bot.staff import reviewing

    with plain_errors():
        try:
            tallies = ChatStore(Database(read_settings().chats_url, metadata)).tallies()
        except ChatError as error:
            raise HairlineError(str(error)) from None
        if tallies:
            out.print(reviewing.votes(tallies))
        else:
            err.print("nobody has said yet whether an answer helped; the website's chat asks below each one")


@content_app.command("list")
def content_list(topic: Optional[str] = typer.Argument(None, help="Only this topic.")) -> None:
    """List the curated answers."""
    with plain_errors():
        content = _content()
        table = Table(box=None)
        for column in ("id", "question", "claim", "evidence", "sources", "review"):
            table.add_column(column)
        for answer in content.answers:
            if topic in (None, answer.topic):
                row = (answer.id, answer.question, answer.claim, answer.evidence, ", ".join(answer.sources))
                table.add_row(*row, answer.review.status)
        if not table.row_count:
            raise HairlineError(f"no topic {topic!r}; there are {', '.join(t.id for t in content.topics)}")
        out.print(table)


@content_app.command("show")
def content_show(answer_id: str) -> None:
    """Show one curated answer with its sources, phrasings and counterpoints."""
    from index.checks import grade

    with plain_errors():
        content = _content()
        try:
            answer = content.answer(answer_id)
        except KeyError:
            raise HairlineError(f"no answer {answer_id!r}; `hairline content list` shows all") from None
        named = {
            section.id: f"{section.id} {source.title}: {section.heading}" for source, section in content.sections()
        }
        out.print(f"[bold]{escape(answer.question)}[/bold]  ({answer.id}, version {answer.version})")
        for text in answer.texts():
            out.print(escape(text))
        out.print(f"[dim]brief[/dim] {escape(answer.brief)}")
        out.print(
            f"[dim]claim[/dim] {answer.claim}  [dim]evidence[/dim] {answer.evidence}  [dim]grade[/dim] {grade(' '.join(answer.texts())):.1f}"
        )
        out.print("[dim]sources[/dim] " + escape("; ".join(named.get(s, s) for s in answer.sources)))
        out.print(
            f"[dim]counterpoints[/dim] {', '.join(answer.counterpoints) or 'none'}  [dim]related[/dim] {', '.join(answer.related)}"
        )
        out.print(f"[dim]review[/dim] {answer.review.status}  [dim]phrasings[/dim] {len(answer.phrasings)}")
        for phrasing in answer.phrasings:
            out.print(f"  - {escape(phrasing)}", highlight=False)


@content_app.command("check")
def content_check() -> None:
    """Check all content; exit status 1 when something must be mended before it can be built."""
    from bot.content_check import check_everything

    with plain_errors():
        findings, summary = check_everything(read_settings())
        for finding in findings:
            colour = "red" if finding.blocks else "yellow"
            out.print(
                f"[{colour}]{'mend' if finding.blocks else 'note'}[/{colour}] {escape(str(finding))}",
                highlight=False,
                soft_wrap=True,
            )
        out.print(summary, highlight=False, soft_wrap=True)
        if any(finding.blocks for finding in findings):
            raise typer.Exit(1)


def _content() -> Content:
    return load_content(read_settings().content)


def _lines() -> Iterator[str]:
    for raw in sys.stdin.buffer:
        line = raw.decode("utf-8", "replace").rstrip("\n")
        if line.strip():
            yield line


def main() -> None:
    """Entry point of the `hairline` command."""
    runtime.quiet_libraries()
    app()


if __name__ == "__main__":
    main()
