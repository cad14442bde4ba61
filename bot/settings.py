"""Settings from the environment, each checked, each with the sentence that says what to change."""

from __future__ import annotations

import ipaddress
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

from index.errors import SettingsError, UnsafeBindError

ROOT = Path(__file__).resolve().parents[1]
MOST_DAYS = 3650
MOST_PER_MINUTE = 1_000_000
_ORIGIN = re.compile(r"https?://(?:[a-z0-9.-]+|\[[0-9a-f:.]+\])(?::\d{1,5})?", re.IGNORECASE)
KeepText = Literal["nothing", "redacted", "health"]
KEEP_TEXT: tuple[KeepText, ...] = get_args(KeepText)


@dataclass(frozen=True)
class Settings:
    """Where things are and how the server listens."""

    root: Path
    var: Path  # everything that is built or written
    host: str
    port: int
    token: str | None  # asked of REST clients and of Rasa's HTTP API; needed beyond loopback
    model: str | None
    model_sha256: str | None
    approved_only: bool  # serve only answers that a clinician approved
    enable_api: bool  # Rasa's own HTTP API
    keep_text: KeepText = "nothing"  # of what patients type, while their conversation lasts
    audit_days: int = 90  # how long the audit goes back
    booking_days: int = 365  # how long a past appointment is kept
    database: str | None = None  # URL of the appointment book; SQLite under var/ when none is set
    public: str | None = None  # where patients reach the server; links in mails begin so
    actions_url: str | None = None  # of an action server that runs elsewhere
    actions_secret: str | None = None  # what it asks of its callers; made anew at every start when none is set
    origins: frozenset[str] = frozenset()  # websites that may use the chat, besides this server's own pages
    site: bool = True  # the demonstration site at the server's root
    chat_per_minute: int = 60  # messages from one address to the website's chat
    actions_port: int | None = None  # of the action server that is started here; a free one when none is set

    @property
    def content(self) -> Path:
        """The curated content."""
        return self.root / "data" / "content"

    @property
    def dialogue(self) -> Path:
        """Rasa's training data."""
        return self.root / "data" / "dialogue"

    @property
    def index(self) -> Path:
        """The built index."""
        return self.var / "index"

    @property
    def models(self) -> Path:
        """The trained Rasa models."""
        return self.var / "models"

    @property
    def audit(self) -> Path:
        """What was decided, without what was said."""
        return self.var / "audit"

    @property
    def database_url(self) -> str:
        """Where appointments are kept."""
        return self.database or f"sqlite:///{self.var / 'consultations' / 'consultations.sqlite'}"

    @property
    def chats_url(self) -> str:
        """Where the conversations of the website are kept, sealed."""
        return self.database or f"sqlite:///{self.var / 'chats' / 'chats.sqlite'}"

    @property
    def messages_url(self) -> str:
        """Where what came and went by messengers waits, sealed."""
        return self.database or f"sqlite:///{self.var / 'messages' / 'messages.sqlite'}"

    @property
    def public_url(self) -> str:
        """Where patients reach the server, without a slash at its end."""
        return self.public or self.url

    @property
    def staff_token_file(self) -> Path:
        """Where a running server leaves the token for this machine's staff shell."""
        return self.var / "staff.token"

    @property
    def url(self) -> str:
        """Where this machine reaches the server."""
        host = "127.0.0.1" if self.host in ("0.0.0.0", "::", "localhost") else self.host  # noqa: S104 - compared, not bound
        return f"http://[{host}]:{self.port}" if ":" in host else f"http://{host}:{self.port}"


def read_settings(environment: Mapping[str, str] | None = None) -> Settings:
    """Return the settings. Raises SettingsError naming the variable, its value and what is expected."""
    env = os.environ if environment is None else environment
    settings = Settings(
        root=ROOT,
        var=Path(env.get("HAIRLINE_VAR") or ROOT / "var").resolve(),
        host=env.get("HAIRLINE_HOST") or "127.0.0.1",
        port=_port(env.get("HAIRLINE_PORT") or "5005"),
        token=env.get("HAIRLINE_TOKEN") or None,
        model=env.get("HAIRLINE_MODEL") or None,
        model_sha256=env.get("HAIRLINE_MODEL_SHA256") or None,
        approved_only=_flag(env, "HAIRLINE_APPROVED_ONLY"),
        enable_api=_flag(env, "HAIRLINE_RASA_API"),
        keep_text=_keep_text(env.get("HAIRLINE_KEEP_TEXT") or "nothing"),
        audit_days=_days("HAIRLINE_AUDIT_DAYS", env.get("HAIRLINE_AUDIT_DAYS") or "90"),
        booking_days=_days("HAIRLINE_BOOKING_DAYS", env.get("HAIRLINE_BOOKING_DAYS") or "365"),
        database=_database(env.get("HAIRLINE_DATABASE_URL")),
        public=_address("HAIRLINE_PUBLIC_URL", env.get("HAIRLINE_PUBLIC_URL")),
        actions_url=_address("HAIRLINE_ACTIONS_URL", env.get("HAIRLINE_ACTIONS_URL")),
        actions_secret=env.get("HAIRLINE_ACTIONS_SECRET") or None,
        site=_flag(env, "HAIRLINE_SITE", default="1"),
        origins=_origins(env.get("HAIRLINE_ORIGINS") or ""),
        chat_per_minute=_number(
            "HAIRLINE_CHAT_PER_MINUTE", env.get("HAIRLINE_CHAT_PER_MINUTE") or "60", MOST_PER_MINUTE
        ),
        actions_port=_port(env["HAIRLINE_ACTIONS_PORT"], "HAIRLINE_ACTIONS_PORT")
        if env.get("HAIRLINE_ACTIONS_PORT")
        else None,
    )
    _check_bind(settings)
    return settings


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach a server bound to `host`."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


MIN_TOKEN = 16


def _check_bind(settings: Settings) -> None:
    if settings.actions_secret is not None and len(settings.actions_secret) < MIN_TOKEN:
        raise SettingsError(f"HAIRLINE_ACTIONS_SECRET is too short; use at least {MIN_TOKEN} characters")
    if settings.actions_url is not None and settings.actions_secret is None:
        raise SettingsError("HAIRLINE_ACTIONS_URL needs HAIRLINE_ACTIONS_SECRET, the same as the action server's")
    if settings.token is not None and len(settings.token) < MIN_TOKEN:
        raise SettingsError(f"HAIRLINE_TOKEN has {len(settings.token)} characters; use at least {MIN_TOKEN}")
    if settings.enable_api and settings.token is None:
        raise SettingsError(
            f"HAIRLINE_RASA_API=1 opens all conversations; set HAIRLINE_TOKEN ({MIN_TOKEN} or more characters)"
        )
    if not is_loopback(settings.host) and settings.token is None:
        raise UnsafeBindError(
            f"HAIRLINE_HOST={settings.host} can be reached from other machines; set HAIRLINE_TOKEN (at least "
            f"{MIN_TOKEN} characters) so that only your clients can use REST and Rasa's HTTP API, or bind 127.0.0.1"
        )


def _keep_text(value: str) -> KeepText:
    for known in KEEP_TEXT:
        if value == known:
            return known
    raise SettingsError(f"HAIRLINE_KEEP_TEXT={value!r} is not known; use {', '.join(KEEP_TEXT)}")


def _days(name: str, value: str) -> int:
    if not value.isascii() or not value.isdigit() or not 1 <= int(value) <= MOST_DAYS:
        raise SettingsError(f"{name}={value!r} is not a number of days; use 1 to {MOST_DAYS}")
    return int(value)


def _number(name: str, value: str, most: int) -> int:
    if not value.isascii() or not value.isdigit() or not 1 <= int(value[:9]) <= most:
        raise SettingsError(f"{name}={value!r} is not a number from 1 to {most}")
    return int(value)


def _origins(value: str) -> frozenset[str]:
    found = [origin for origin in value.replace(",", " ").split() if origin]
    for origin in found:
        if not _ORIGIN.fullmatch(origin):
            raise SettingsError(
                f"HAIRLINE_ORIGINS: {origin!r} is no origin of a website; use https://www.clinic.example, without a path"
            )
    return frozenset(origin.lower() for origin in found)


def _database(value: str | None) -> str | None:
    if value and not value.startswith(("sqlite:///", "postgresql://", "postgresql+psycopg2://", "postgres://")):
        scheme = value.partition(":")[0][:20]  # the rest may hold a password
        raise SettingsError(f"HAIRLINE_DATABASE_URL begins with {scheme!r}; use postgresql://… or sqlite:///…")
    return value or None


def _address(name: str, value: str | None) -> str | None:
    if value and not value.startswith(("http://", "https://")):
        raise SettingsError(f"{name}={value!r} is no web address; use https://… (http://… on this machine only)")
    return value.rstrip("/") if value else None


def _port(value: str, name: str = "HAIRLINE_PORT") -> int:
    try:
        port = int(value)
    except ValueError:
        port = -1
    if not 1 <= port <= 65535:
        raise SettingsError(f"{name}={value!r} is not a port; use a number from 1 to 65535")
    return port


def _flag(env: Mapping[str, str], name: str, default: str = "0") -> bool:
    value = (env.get(name) or default).lower()
    if value not in ("0", "1", "true", "false", "yes", "no"):
        raise SettingsError(f"{name}={value!r} is neither yes nor no; use 1 or 0")
    return value in ("1", "true", "yes")
