"""All content checks in one: answers and subjects, the clinic's settings, the reply texts, the routing phrasings."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from bot import runtime
from bot.clinic import load_clinic
from bot.names import Route
from bot.reply import ReplyWriter
from bot.settings import Settings
from bot.templates import WORDS, Templates
from index import checks, text
from index.checks import Finding
from index.content import Content, load_content

# Checks of files that only a later layer reads; `actions.cli` adds its own.
also: list[Callable[[Settings], Iterable[Finding]]] = []


def check_everything(settings: Settings) -> tuple[list[Finding], str]:
    """Return all findings, and one line that sums up. Raises ContentError when a file cannot be read at all."""
    content = load_content(settings.content)
    templates = Templates.load(
        settings.content / "replies.yml", load_clinic(settings.content / "clinic.yml")
    ).require_complete()
    ReplyWriter(content, templates).menu  # noqa: B018 - building it proves that every button has its text
    findings = [*checks.check(content), *_replies(templates), *_routing(settings, content)]
    findings += [finding for more in also for finding in more(settings)]
    used = {section for answer in content.answers for section in answer.sources}
    phrasings = sum(len(answer.phrasings) for answer in content.answers)
    empty = sum(section.empty is not None for _, section in content.sections())
    grades = sorted(checks.grade(" ".join(answer.texts())) for answer in content.answers)
    summary = (
        f"{len(content.answers)} answers, {phrasings} phrasings, {len(content.subjects)} uncovered subjects; {len(used)} sections "
        f"used, {empty} listed as empty; reading grade {grades[len(grades) // 2]:.1f} (median) to {grades[-1]:.1f}; "
        f"{sum(f.blocks for f in findings)} to mend, {sum(not f.blocks for f in findings)} notes"
    )
    return findings, summary


def _replies(templates: Templates) -> Iterator[Finding]:
    for name in sorted(templates.names()):
        words = dict.fromkeys(WORDS.get(name, ()), "the clinic")
        said = templates.reply(name, **words)
        grade = checks.grade(said.replace("\n", ". "))  # a line of a list ends like a sentence
        if len(said.split()) >= checks.GRADE_FROM_WORDS and grade > checks.GRADE:
            yield Finding(
                "replies.yml", f"reply '{name}'", "text", f"reading grade {grade:.1f}", "use shorter sentences"
            )


def _routing(settings: Settings, content: Content) -> Iterator[Finding]:
    known = {route.value for route in Route}
    seen: dict[str, str] = {
        text.key(phrasing): answer.id for answer in content.answers for phrasing in (answer.question, *answer.phrasings)
    }
    for intent, phrasing in runtime.routing_phrasings(settings):
        if intent not in known:
            yield Finding("dialogue/nlu", f"intent '{intent}'", "intent", "is no route", "use a name of bot/names.py")
        key = text.key(phrasing)
        other = seen.setdefault(key, intent)
        if key and other != intent and not (intent == Route.EDUCATION.value and not other.startswith("route_")):
            yield Finding(
                "dialogue/nlu", f"intent '{intent}'", "examples", f"{phrasing!r} is also in '{other}'", "keep one"
            )
