"""The composition root: puts the parts together, once per process, when they are first asked for."""

from __future__ import annotations

import datetime as dt
import logging
import os
import warnings
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import yaml
from threadpoolctl import threadpool_limits

from bot import languages
from bot.chats.database import Database
from bot.chats.store import ChatStore
from bot.chats.tables import metadata as chat_tables
from bot.clinic import Clinic, load_clinic
from bot.grounding import Grounding
from bot.limits import Limits
from bot.messages.store import MessageStore, open_messages
from bot.privacy.audit import Audit
from bot.privacy.keeping import Keeping
from bot.privacy.name_lists import names
from bot.privacy.redaction import Redactor
from bot.redflags import DANGER_WORDS
from bot.reply import ReplyWriter
from bot.secret import load_secret
from bot.settings import Settings, read_settings
from bot.templates import Templates
from index import build, text
from index.content import Content, load_content
from index.model_files import ModelFiles, find_model
from index.search import Searcher

SAID_ONLY = ("clinic.yml", "replies.yml", "letters.yml")  # what is said, not searched: a change needs no build
OFTEN = 4  # times that our own texts use a word which is a name somewhere, so that it is an ordinary word


@dataclass(frozen=True)
class Parts:
    """What serving needs, without Rasa."""

    settings: Settings
    clinic: Clinic
    content: Content
    searcher: Searcher
    writer: ReplyWriter
    limits: Limits
    grounding: Grounding
    keeping: Keeping
    audit: Audit
    content_sha256: str
    templates: Templates
    chats: ChatStore
    secret: str
    messages: MessageStore


@lru_cache(maxsize=1)
def parts() -> Parts:
    """Return the parts of this process. Raises HairlineError naming what to mend when something does not fit."""
    return assemble(read_settings())


def assemble(settings: Settings) -> Parts:
    """Load everything that `settings` point to."""
    clinic = load_clinic(settings.content / "clinic.yml")
    content = load_content(settings.content).servable(dt.date.today(), approved_only=settings.approved_only)
    digest = content_digest(settings)
    searcher = build.load(
        content,
        settings.index,
        content_sha256=digest,
        model_sha256=model_files(settings).sha256,
    )
    templates = Templates.load(settings.content / "replies.yml", clinic).require_complete()
    secret = load_secret(settings.var / "secret", os.environ)
    return Parts(
        settings=settings,
        clinic=clinic,
        content=content,
        searcher=searcher,
        writer=ReplyWriter(content, templates),
        limits=Limits(),
        grounding=Grounding(content, templates),
        keeping=keeping(settings, content),
        audit=Audit(settings.audit, settings.audit_days),
        content_sha256=digest,
        templates=templates,
        chats=ChatStore(Database(settings.chats_url, chat_tables)),
        secret=secret,
        messages=open_messages(settings.messages_url, secret),
    )


def keeping(settings: Settings, content: Content) -> Keeping:
    """Return what decides how much of a message is kept."""
    ordinary = ordinary_words(settings, content)
    return Keeping(settings.keep_text, Redactor(ordinary), Redactor(ordinary, keep_health=True))


def ordinary_words(settings: Settings, content: Content) -> frozenset[str]:
    """Return the words of our own texts, which are no names even where somebody bears them."""
    told = [said for answer in content.answers for said in (*answer.phrasings, *answer.texts())]
    spoken = Counter([*(word for said in told for word in text.words(said)), *vocabulary(settings)])
    return frozenset(word for word, times in spoken.items() if times >= OFTEN or word not in names())


def model_files(settings: Settings) -> ModelFiles:
    """Return the configured embedding model."""
    return find_model(settings.model, settings.model_sha256)


def content_digest(settings: Settings) -> str:
    """Return the digest that index and content must share."""
    return build.digest(settings.content, vocabulary(settings), SAID_ONLY)


def vocabulary(settings: Settings) -> list[str]:
    """Return the words of the routing phrasings and of danger, which the speller must know as well, with repeats."""
    spoken = [word for _, phrasing in routing_phrasings(settings) for word in text.words(phrasing)]
    return [*spoken, *DANGER_WORDS * text.Speller.SURE]


def routing_phrasings(settings: Settings) -> Iterator[tuple[str, str]]:
    """Yield intent and phrasing of every example under data/dialogue/nlu/."""
    for path in sorted((settings.dialogue / "nlu").glob("*.yml")):
        for block in yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)["nlu"]:
            for line in block["examples"].splitlines():
                if line.startswith("- "):
                    yield block["intent"], line[2:].strip()


def prepare_to_serve() -> None:
    """Load what the first message would wait for, and compute in one thread, so that every process adds up alike."""
    languages.warm_up()
    names()
    threadpool_limits(1, "blas")  # products of one message are too small to share between cores


def quiet_libraries() -> None:
    """Keep what other packages warn their own developers about away from people."""
    warnings.filterwarnings("ignore", module=r"(?!index|bot|actions)")


def quiet_rasa() -> None:
    """Set what Rasa and TensorFlow read from the environment when they are imported: no telemetry, no chatter."""
    os.environ.update(
        {
            "RASA_TELEMETRY_ENABLED": "false",
            "TF_CPP_MIN_LOG_LEVEL": "3",
            "CUDA_VISIBLE_DEVICES": "",
            "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
            "LOG_LEVEL": "WARNING",  # Rasa's own: also without progress bars
            "TOKENIZERS_PARALLELISM": "false",  # one short text at a time: threads would only wait for each other
        }
    )
    quiet_libraries()
    from rasa.utils.log_utils import configure_structlog

    for name in ("rasa", "matplotlib", "sanic.root", "apscheduler"):
        logging.getLogger(name).setLevel(logging.WARNING)
    configure_structlog(logging.WARNING)
