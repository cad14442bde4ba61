"""Patients book, change their minds, ask in between and get lost, over the real servers; it all ends right."""

from __future__ import annotations

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from bot.settings import ROOT, Settings
from tests.services.booking_book import became, book_of
from tests.services.booking_talk import TOKEN, Script, Talk, Texts, scripts
from tests.services.client import Reply, Server, serving
from tests.services.own_var import own_var

pytestmark = pytest.mark.server

FOLDER = ROOT / "tests" / "conversations" / "bookings"
SCRIPTS = {path.stem: scripts(path) for path in sorted(FOLDER.glob("*.yml"))}
MOST_TURNS = 8  # that a willing patient needs


@pytest.fixture(scope="module")
def desk(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server with an appointment book of its own; Rasa's API lets a day pass."""
    folder = own_var(settings, tmp_path_factory.mktemp("booking"))
    with serving(folder, HAIRLINE_TOKEN=TOKEN, HAIRLINE_RASA_API="1") as started:
        yield started


@pytest.fixture(scope="module")
def texts() -> Texts:
    return Texts()


@pytest.mark.parametrize(
    "script", [pytest.param(script, id=f"{name}: {script.name}") for name, all_ in SCRIPTS.items() for script in all_]
)
def test_the_conversation_ends_right(desk: Server, texts: Texts, script: Script) -> None:
    talk = Talk(desk, script, texts)
    talk.play()
    assert became(talk.book, talk.owners) == sorted(script.ends)
    if script.person:
        (row,) = talk.book.rows("select * from appointments where booked_at is not null and owner in (?)", talk.owners)
        assert f"{row['name']}, {row['email'] or row['phone']}, {row['zone']}" == script.person
    if script.consent:
        (row,) = talk.book.rows(
            "select consents.* from consents join appointments on id = appointment_id where owner in (?)", talk.owners
        )
        asked_for = row["version"] != "none"
        assert ("given" if row["given"] else "refused" if asked_for else "none") == script.consent
        assert script.questions in (None, tuple(json.loads(row["questions"])))


@pytest.mark.parametrize("script", SCRIPTS["plain"], ids=lambda script: script.name)
def test_a_willing_patient_needs_at_most_eight_turns(script: Script) -> None:
    assert script.turns <= MOST_TURNS
    assert any(ending.startswith("booked") for ending in script.ends)


def test_there_are_at_least_sixty() -> None:
    assert sum(map(len, SCRIPTS.values())) >= 60


def say(server: Server, sender: str, text: str) -> Reply:
    return server.post(json.dumps({"sender": sender, "message": text}).encode(), token=TOKEN)


def test_of_many_who_press_the_same_time_at_once_one_gets_it_and_the_others_get_other_times(desk: Server) -> None:
    senders = [f"crowd-{number}" for number in range(8)]
    shown = []
    for sender in senders:
        say(desk, sender, "Book a consultation")
        shown.append(say(desk, sender, "Chicago").custom["booking"]["slots"][0]["title"])
    assert len(set(shown)) == 1
    with ThreadPoolExecutor(len(senders)) as pool:
        replies = list(pool.map(lambda sender: say(desk, sender, shown[0]), senders))
    steps = [reply.custom["booking"]["step"] for reply in replies]
    assert sorted(steps) == ["name"] + ["time"] * (len(senders) - 1)
    for reply in replies:
        assert shown[0] not in [slot["title"] for slot in reply.custom["booking"].get("slots", [])]
    assert book_of(desk).held(senders) == 1


def test_pressing_twice_at_once_books_once(desk: Server) -> None:
    sender = "twice-at-once"
    for text in ("Book a consultation", "Denver", "1", "Ann Lee", "ann@example.com"):
        say(desk, sender, text)
    with ThreadPoolExecutor(4) as pool:
        replies = list(pool.map(lambda _: say(desk, sender, "Book it"), range(4)))
    assert len({reply.custom["booking"]["reference"] for reply in replies}) == 1
    assert became(book_of(desk), [sender]) == ["booked by e-mail"]
