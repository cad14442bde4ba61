"""A text that could not be written as a letter is refused when the file is read, with what to mend."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from actions.consultations.letter_texts import load_texts
from bot.settings import ROOT
from index.errors import ContentError

FILE = ROOT / "data" / "content" / "letters.yml"
Change = Callable[[dict[str, dict[str, object]]], object]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda raw: raw.pop("parts"), "expected the parts"),
        (lambda raw: raw["letters"].pop("moved"), "has no 'moved'"),
        (lambda raw: raw["letters"].update(newsletter={}), "'newsletter', which nothing sends"),
        (lambda raw: raw["parts"].pop("greeting"), "has no 'greeting'"),
        (lambda raw: raw["letters"]["moved"].pop("subject"), "needs a `subject` and a `body`"),
        (lambda raw: raw["letters"]["moved"].update(body="{when} {reference}"), r"never says \{before\}"),
        (lambda raw: raw["letters"]["confirmed"].update(body="{reference}"), r"never says \{when\}"),
        (lambda raw: raw["letters"]["confirmed"].update(body="{reference} {when} {questions}"), r"uses \{questions\}"),
        (lambda raw: raw["letters"]["confirmed"].update(body="{reference} {when} {wen}"), r"uses \{wen\}; known are"),
        (lambda raw: raw["letters"]["confirmed"].update(body="{reference.real} {when}"), r"uses \{reference.real\}"),
        (lambda raw: raw["letters"]["confirmed"].update(body="{reference!r} {when}"), "formats a placeholder"),
        (lambda raw: raw["letters"]["confirmed"].update(body="{when"), "write {name} for a placeholder"),
        (lambda raw: raw["letters"]["confirmed"].update(body=7), "is not a text"),
        (lambda raw: raw["letters"]["confirmed"].update(subject="{name}, hello"), r"uses \{name\}"),
        (lambda raw: raw["letters"]["confirmed"].update(subject="Two\nlines"), "one plain line"),
        (lambda raw: raw["parts"].update(manage="Open the link."), r"never says \{url\}"),
        (lambda raw: raw["parts"].pop("reminder_message"), "has no 'reminder_message'"),
        (lambda raw: raw["parts"].update(reminder_message="{clinic} {when} {url}"), r"never says \{reference\}"),
        (lambda raw: raw["parts"].update(reminder_message="{name} {clinic}"), r"uses \{name\}"),
        (lambda raw: raw["parts"].update(reminder_stop="Goodbye."), "never says STOP"),
    ],
)
def test_a_broken_file_says_what_to_mend(tmp_path: Path, change: Change, message: str) -> None:
    raw = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    change(raw)
    path = tmp_path / "letters.yml"
    path.write_text(yaml.safe_dump(raw), encoding="utf-8")
    with pytest.raises(ContentError, match=message):
        load_texts(path)
