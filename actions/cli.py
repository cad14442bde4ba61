"""The `hairline` command as it is installed: the assistant's commands, and those for appointments and people's data."""

from __future__ import annotations

import typer

from actions.staff import agenda_commands, bookings, exporting, outbox_commands, privacy_commands
from actions.staff.letters_check import check_letters
from bot import content_check, runtime
from bot.staff import channel_commands
from bot.staff.cli import app

bookings_app = typer.Typer(help="See, move and cancel the booked consultations.", no_args_is_help=True)
app.add_typer(bookings_app, name="bookings")
bookings_app.command("list")(bookings.list_)
bookings_app.command()(bookings.show)
bookings_app.command()(bookings.move)
bookings_app.command()(bookings.cancel)
bookings_app.command()(agenda_commands.day)
bookings_app.command()(agenda_commands.week)
bookings_app.command()(exporting.fhir)
bookings_app.command()(exporting.ics)
bookings_app.command()(outbox_commands.outbox)
bookings_app.command()(outbox_commands.health)
channels_app = typer.Typer(help="See which messengers are set up, and try them.", no_args_is_help=True)
app.add_typer(channels_app, name="channels")
channels_app.command()(channel_commands.check)
channels_app.command()(channel_commands.connect)
app.command()(privacy_commands.export)
app.command()(privacy_commands.forget)
app.command()(privacy_commands.purge)
content_check.also.append(check_letters)


def main() -> None:
    """Entry point of the `hairline` command."""
    runtime.quiet_libraries()
    app()


if __name__ == "__main__":
    main()
