"""All stand-ins at once, and a server that talks to them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from bot.messages.sealed import Seals
from bot.privacy.audit import Audit, Turn
from bot.settings import Settings
from tests.services.client import Server, serving
from tests.services.messengers.messenger import MessengerStandIn
from tests.services.messengers.slack import SlackStandIn
from tests.services.messengers.standin import StandIn
from tests.services.messengers.teams import TeamsStandIn
from tests.services.messengers.telegram import TelegramStandIn
from tests.services.messengers.twilio import TwilioSms, TwilioWhatsapp
from tests.services.messengers.whatsapp import WhatsAppStandIn
from tests.services.own_var import own_var

STAND_INS: tuple[type[StandIn], ...] = (
    WhatsAppStandIn,
    TwilioSms,
    TwilioWhatsapp,
    TelegramStandIn,
    MessengerStandIn,
    SlackStandIn,
    TeamsStandIn,
)
NAMES = tuple(each.name for each in STAND_INS)
PUBLIC = "https://clinic.example"
SECRET = "5e" * 32  # of the installation; Telegram's password for the webhook is made from it


@contextmanager
def standing_in() -> Iterator[dict[str, StandIn]]:
    """Start all stand-ins; by name."""
    with ExitStack() as stack:
        yield {each.name: stack.enter_context(each()) for each in STAND_INS}


def everything_set(stand_ins: dict[str, StandIn]) -> dict[str, str]:
    """Return the settings of a server that has all messengers."""
    settings = {"HAIRLINE_PUBLIC_URL": PUBLIC, "HAIRLINE_SECRET": SECRET}
    for each in stand_ins.values():
        settings |= each.environment()
    return settings


@contextmanager
def server_with_all(settings: Settings, folder: Path) -> Iterator[tuple[Server, dict[str, StandIn]]]:
    """Start a server with all messengers, in a var folder of its own."""
    with standing_in() as stand_ins, serving(own_var(settings, folder), **everything_set(stand_ins)) as server:
        yield server, stand_ins


def decided(var: Path, stand_in: StandIn, person: str) -> list[Turn]:
    """Return what the assistant decided for a person, oldest first, as its audit has it."""
    audit = Audit(var / "audit", 90)
    conversation = Seals(SECRET).pseudonym(stand_in.name, person)
    return list(audit.turns(conversation=audit.pseudonym(conversation)))
