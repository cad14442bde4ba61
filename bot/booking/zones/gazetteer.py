"""Every name of a place with its zones: our tables and tzdata's brought together, once."""

from __future__ import annotations

import re
from functools import lru_cache
from importlib import resources
from zoneinfo import available_timezones

from bot.booking.zones.cities import FIRST, NAMED
from bot.booking.zones.countries import COUNTRIES, CROWDED
from index.text import fold


@lru_cache(maxsize=1)
def names_of_places() -> dict[str, tuple[str, ...]]:
    """Return what people call a place, in plain words, with its zones, best first."""
    table: dict[str, list[str]] = {}
    for line in NAMED.splitlines():
        zone, names = line.split(": ", 1)
        for name in names.split("|"):
            table.setdefault(plain(name), []).append(zone)
    countries = _rows("zone.tab")
    by_country: dict[str, list[str]] = {}
    for code, _, zone, *_ in countries:
        by_country.setdefault(code, []).append(zone)
        city = plain(zone.rsplit("/", 1)[-1].replace("_", " "))
        if zone not in table.setdefault(city, []) and not zone.startswith("Antarctica"):
            table[city].append(zone)
    for zone in available():  # old names and cities that share a zone: Bombay, Kiev
        area, _, city = zone.rpartition("/")
        if area in ("Europe", "Asia", "Africa", "America", "Australia", "Pacific") and "Etc" not in area:
            table.setdefault(plain(city.replace("_", " ")), [zone])
    for code, name in ((row[0], row[1]) for row in _rows("iso3166.tab")):
        zones = CROWDED[code].split() if code in CROWDED else by_country.get(code, [])
        short = re.sub(r"\s*\(.*\)", "", name)
        for known in dict.fromkeys([plain(name), plain(short), *COUNTRIES.get(code, [])]):
            kept = table.setdefault(known, [])
            kept += [zone for zone in zones if zone not in kept]
    table.update(FIRST)
    del table["christmas"]  # the island is meant only by its whole name; "after Christmas" is a day
    return {name: tuple(zones) for name, zones in table.items() if zones and len(name) > 1}


@lru_cache(maxsize=1)
def available() -> frozenset[str]:
    """Return the names of all zones there are."""
    return frozenset(available_timezones())


def plain(text: str) -> str:
    """Return a text as words: no case, accents or punctuation."""
    return " ".join(re.sub(r"[^a-z0-9+ ]", " ", fold(text)).split())


def _rows(table: str) -> list[list[str]]:
    text = (resources.files("tzdata") / "zoneinfo" / table).read_text("utf-8")
    return [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
