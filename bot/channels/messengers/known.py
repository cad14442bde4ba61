"""All messengers that there are, and which of them this installation has set up."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bot.channels import messenger, slack, teams, telegram, twilio, whatsapp
from bot.channels.messengers.model import Provider
from index.errors import SettingsError

Making = Callable[[Mapping[str, str], str, str], Provider | None]
# How each is made from the environment, the installation's secret and its public address; by name.
MAKING: Mapping[str, Making] = {
    "whatsapp": whatsapp.from_environment,
    "sms": twilio.sms_from_environment,
    "twilio-whatsapp": twilio.whatsapp_from_environment,
    "telegram": telegram.from_environment,
    "messenger": messenger.from_environment,
    "slack": slack.from_environment,
    "teams": teams.from_environment,
}
# Whom reminders may be sent to: not to staff who try answers, and not where no message is allowed a day later.
REMINDS = ("whatsapp", "sms", "twilio-whatsapp", "telegram")


@dataclass(frozen=True)
class Providers:
    """The messengers of an installation. on: those that work. wrong: why one that was begun does not."""

    on: Mapping[str, Provider]
    wrong: Mapping[str, str]

    @property
    def off(self) -> list[str]:
        """Those that nobody has begun to set up."""
        return [name for name in MAKING if name not in self.on and name not in self.wrong]


def set_up(env: Mapping[str, str], secret: str, public_url: str) -> Providers:
    """Make the messengers whose settings are there. What is wrong with one keeps no other from working."""
    on: dict[str, Provider] = {}
    wrong: dict[str, str] = {}
    for name, make in MAKING.items():
        try:
            provider = make(env, secret, public_url)
        except SettingsError as error:
            wrong[name] = str(error)
        else:
            if provider is not None:
                on[name] = provider
    return Providers(on, wrong)
