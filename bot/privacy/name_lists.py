"""First names and surnames of many countries, as faker lists them."""

from __future__ import annotations

import importlib
import pkgutil
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

import faker.providers.person

from index.text import fold

SHORTEST = 3  # letters: "an" and "al" are names, too, and nobody would be left to read


@lru_cache(maxsize=1)
def names() -> Mapping[str, int]:
    """Return names in lower case without accents, in Latin letters, and how many countries list them.

    Loaded once, in about half a second.
    """
    countries: Counter[str] = Counter()
    for module in pkgutil.iter_modules(faker.providers.person.__path__):
        provider = importlib.import_module(f"{faker.providers.person.__name__}.{module.name}").Provider
        found: set[str] = set()
        for attribute in dir(provider):
            if "name" in attribute and not attribute.startswith("_"):
                found.update(_texts(getattr(provider, attribute)))
        folded = {part for name in found for part in plain(name).replace("-", " ").split()}
        countries.update(part for part in folded if len(part) >= SHORTEST and part.isascii() and part.isalpha())
    return countries


def plain(name: str) -> str:
    """Return a name as people type it who have no accents on their keyboard."""
    return fold(name).replace("\u0131", "i").replace("\u00f8", "o").replace("\u0142", "l").replace("\u00df", "ss")


def _texts(listed: Any) -> Iterable[str]:
    """The names of a list; some providers weigh theirs in a mapping, others offer methods of the same prefix."""
    return (name for name in listed if isinstance(name, str)) if isinstance(listed, Iterable) else ()
