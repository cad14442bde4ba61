"""The check of letters.yml, for `hairline content check`."""

from __future__ import annotations

from collections.abc import Iterator

from bot.settings import Settings
from index.checks import Finding
from index.errors import ContentError


def check_letters(settings: Settings) -> Iterator[Finding]:
    """Yield what must be mended before letters can be written: a missing text, a missing or an unknown placeholder."""
    from actions.consultations.letter_texts import load_texts

    path = settings.content / "letters.yml"
    try:
        load_texts(path)
    except ContentError as error:
        yield Finding(path.name, "letters", "text", str(error), "mend it", blocks=True)
