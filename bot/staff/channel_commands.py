"""`hairline channels`: which messengers are set up, what is missing, and whether their providers know us."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Coroutine, Mapping
from typing import TYPE_CHECKING, Any, TypeVar

import typer
from rich.markup import escape
from rich.table import Table

from bot.secret import load_secret
from bot.settings import Settings, read_settings
from bot.staff.cli import err, out, plain_errors, say
from index.errors import HairlineError

if TYPE_CHECKING:
    from bot.channels.messengers.known import Providers
    from bot.channels.messengers.model import Finding, Provider
    from bot.messages.model import Tally

T = TypeVar("T")
PATIENCE = 15.0  # seconds for each question to a provider
CHANNEL = typer.Argument(None, help="Only this one: whatsapp, sms, twilio-whatsapp, telegram, messenger, slack, teams.")
OFFLINE = typer.Option(False, "--offline", help="Look at the settings only; ask no provider.")
CONNECTED = typer.Argument(help="The channel; at the moment only telegram is connected from here.")


def check(channel: str | None = CHANNEL, offline: bool = OFFLINE) -> None:  # noqa: FBT001 - a flag
    """Say which messengers are set up and what is missing, and try their credentials."""
    from bot.channels.messengers.known import MAKING

    with plain_errors():
        if channel is not None and channel not in MAKING:
            raise HairlineError(f"there is no channel {channel!r}; known are {', '.join(MAKING)}")
        settings = read_settings()
        providers = _providers(settings)
        found = {} if offline else _ask(providers, channel)
        well = True
        for name in MAKING if channel is None else (channel,):
            well &= _tell(name, providers, settings, found.get(name))
        _tell_tallies(settings)
        if not providers.on and not providers.wrong:
            say("no messenger is set up; docs/channels/ says how, step by step")
        if not well:
            raise typer.Exit(1)


def connect(channel: str = CONNECTED) -> None:
    """Tell a provider where our webhook is, where that is not done by hand on its pages."""
    from bot.channels.messengers.answering import made

    with plain_errors():
        settings = read_settings()
        provider = _providers(settings).on.get(channel)
        if provider is None:
            raise HairlineError(f"{channel!r} is not set up; `hairline channels check` says what is missing")
        calls = getattr(provider, "connect", None)
        if calls is None:
            raise HairlineError(f"{channel} is connected on its provider's pages: docs/channels/ says where")
        if not settings.public_url.startswith("https://"):
            raise HairlineError("HAIRLINE_PUBLIC_URL must be the https:// address where the provider reaches us")

        async def tell() -> tuple[int, bytes]:
            import httpx

            async with httpx.AsyncClient() as http:
                response = await made(provider, calls(), http, PATIENCE)
                return response.status_code, response.content

        status, body = _over_the_network(tell)
        outcome = provider.outcome(status, {}, body)
        if why := getattr(outcome, "why", ""):
            raise HairlineError(f"{channel} did not take it: {why}")
        say(f"{channel} will call {webhook(settings, channel)}")


def webhook(settings: Settings, name: str) -> str:
    """Return where a provider is to send what happens."""
    from bot.channels.messengers.model import PREFIX

    return f"{settings.public_url}{PREFIX}/{name}"


def _providers(settings: Settings) -> Providers:
    from bot.channels.messengers.known import set_up

    return set_up(os.environ, load_secret(settings.var / "secret", os.environ), settings.public_url)


def _ask(providers: Providers, only: str | None) -> Mapping[str, list[Finding]]:
    """Ask the providers at the same time; one that cannot be reached keeps no other from answering."""
    import httpx

    from bot.channels.messengers.model import Finding

    async def one(provider: Provider, http: httpx.AsyncClient) -> list[Finding]:
        try:
            return await provider.check(http)
        except Exception as error:  # noqa: BLE001 - also what is not HTTP, or not JSON, is no reason to stop
            mend = "is the network open to it? try again later"
            return [Finding(False, f"the provider did not answer as it should ({type(error).__name__})", mend)]

    async def everyone() -> dict[str, list[Finding]]:
        asked = {name: provider for name, provider in providers.on.items() if only in (None, name)}
        async with httpx.AsyncClient(timeout=PATIENCE) as http:
            return dict(zip(asked, await asyncio.gather(*(one(p, http) for p in asked.values())), strict=True))

    return _over_the_network(everyone)


def _over_the_network(task: Callable[[], Coroutine[Any, Any, T]]) -> T:
    import httpx

    try:
        return asyncio.run(task())
    except httpx.HTTPError as error:
        raise HairlineError(f"the provider cannot be reached ({type(error).__name__}); try again later") from None


def _tell(name: str, providers: Providers, settings: Settings, found: list[Finding] | None) -> bool:
    """Print one channel; return whether all is well with it."""
    if name in providers.wrong:
        out.print(f"[red]✗[/red] [bold]{name}[/bold]  {escape(providers.wrong[name])}", highlight=False)
        return False
    if name not in providers.on:
        out.print(f"[dim]- {name}  off[/dim]", highlight=False)
        return True
    well = all(finding.well for finding in found or ())
    mark = "[green]✓[/green]" if well else "[red]✗[/red]"
    out.print(
        f"{mark} [bold]{name}[/bold]  on; its webhook is {webhook(settings, name)}", highlight=False, soft_wrap=True
    )
    if not settings.public_url.startswith("https://"):
        err.print(
            "    set HAIRLINE_PUBLIC_URL to the https:// address where providers reach this server", style="yellow"
        )
    for finding in found or ():
        mend = f" [dim]{escape(finding.mend)}[/dim]" if finding.mend else ""
        sign = "·" if finding.well else "[red]![/red]"
        out.print(f"    {sign} {escape(finding.told)}{mend}", highlight=False, soft_wrap=True)
    return well


def _tell_tallies(settings: Settings) -> None:
    """Print what happened so far, when something did."""
    from bot.chats.model import ChatError
    from bot.messages.store import open_messages

    try:
        tallies = open_messages(settings.messages_url, load_secret(settings.var / "secret", os.environ)).tallies()
    except ChatError as error:
        raise HairlineError(str(error)) from None
    if tallies:
        out.print(_table(tallies))


def _table(tallies: list[Tally]) -> Table:
    made = Table(box=None, header_style="bold", padding=(0, 2, 0, 0))
    for column in ("channel", "what", "times"):
        made.add_column(column, justify="right" if column == "times" else "left")
    for tally in tallies:
        made.add_row(tally.channel, tally.what, str(tally.times))
    return made
