"""A place, however it is named, leads to zones that this machine can compute with, the likeliest first."""

from __future__ import annotations

import datetime as dt
import time
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.booking.zones import MOST, read_zone, zone_name

ONE = """\
london|UK|u.k.|england|Manchester|birmingham|i'm in Leeds|Edinburgh, Scotland|london time|BST = Europe/London
new york|ny|NYC|eastern|EST|eastern standard time|Boston|miami, florida|washington|washington dc|Atlanta|philadelphia|I live in New York = America/New_York
Chicago|central time|houston|dallas, texas|CDT = America/Chicago
pst|pacific time|LA|i live in la|San Francisco|seattle|california|las vegas = America/Los_Angeles
denver|mountain time = America/Denver
toronto|montreal|ottawa = America/Toronto
calgary = America/Edmonton
rio|rio de janeiro|sao paulo|S\u00e3o Paulo = America/Sao_Paulo
CET|munich|germany|Europe/Berlin|europe/berlin|central european time = Europe/Berlin
milan|rome|italy = Europe/Rome
barcelona|i live in barcelona = Europe/Madrid
paris|paris france|france = Europe/Paris
z\u00fcrich|geneva|switzerland = Europe/Zurich
turkey|T\u00fcrkiye|istanbul|ankara|izmir|istambul = Europe/Istanbul
uae|dubai|abu dhabi|i am based in abu dhabi uae = Asia/Dubai
jeddah|riyadh|saudi arabia|ksa = Asia/Riyadh
india|mumbai|new delhi|delhi|Bangalore|+0530|gmt+5:30|UTC+05:30 = Asia/Kolkata
karachi|lahore|pakistan = Asia/Karachi
beijing|shenzhen|china = Asia/Shanghai
tokyo|osaka|japan|tokyo time please = Asia/Tokyo
singapore = Asia/Singapore
sydney|sydney australia = Australia/Sydney
melbourne|melborne = Australia/Melbourne
cape town|south africa = Africa/Johannesburg
lagos|abuja|nigeria = Africa/Lagos
nepal|utc+05:45 = Asia/Kathmandu
korea|seoul = Asia/Seoul
lodnon = Europe/London
christmas island = Indian/Christmas
GMT+3|utc +3|+3|UTC+03:00 = Etc/GMT-3
utc-5|-5|GMT-05:00 = Etc/GMT+5
utc|zulu = Etc/UTC"""


@pytest.mark.parametrize("line", ONE.splitlines())
def test_a_place_with_one_zone_leads_to_it(line: str) -> None:
    names, zone = line.split(" = ")
    assert {name: found for name in names.split("|") if (found := read_zone(name)) != [zone]} == {}


@pytest.mark.parametrize(
    ("text", "first", "others"),
    [
        ("IST", "Asia/Kolkata", {"Europe/Dublin", "Asia/Jerusalem"}),
        ("CST", "America/Chicago", {"Asia/Shanghai"}),
        ("georgia", "America/New_York", {"Asia/Tbilisi"}),
        ("gmt", "Europe/London", {"Etc/UTC"}),
        ("usa", "America/New_York", {"America/Chicago", "America/Denver", "America/Los_Angeles"}),
        ("us", "America/New_York", {"America/Chicago"}),
        ("canada", "America/Toronto", {"America/Vancouver"}),
        ("australia", "Australia/Sydney", {"Australia/Perth"}),
        ("brazil", "America/Sao_Paulo", {"America/Manaus"}),
        ("russia", "Europe/Moscow", {"Asia/Vladivostok"}),
        ("spain", "Europe/Madrid", {"Atlantic/Canary"}),
        ("paris, texas", "Europe/Paris", {"America/Chicago"}),
    ],
)
def test_what_may_be_several_zones_leads_to_all_of_them(text: str, first: str, others: set[str]) -> None:
    found = read_zone(text)
    assert found[0] == first
    assert others <= set(found[1:])
    assert len(found) <= MOST


def test_a_country_of_many_zones_leads_to_the_most_populous() -> None:
    assert len(read_zone("antarctica")) == len(read_zone("usa")) == MOST


@pytest.mark.parametrize("text", ["", "yes", "no", "how much does it cost", "what does it cost", "hello there", "my hair is thinning", "results", "contact us", "gmt+15", "utc+99", "call me on +1", "someone", "asdf", "person", "nice", "tell us more", "+44 7911 123456", "2026-12-03", "after christmas", "christmas", "???"])  # fmt: skip
def test_what_names_no_place_leads_nowhere(text: str) -> None:
    assert read_zone(text) == []


@given(st.sampled_from(sorted(zone for zone in available_timezones() if "/" in zone)))
def test_every_zone_reads_back_by_its_own_name(zone: str) -> None:
    assert read_zone(zone) == [zone]
    assert zone_name(zone)


@given(st.text(max_size=300))
def test_no_text_breaks_it_and_every_zone_exists(text: str) -> None:
    found = read_zone(text)
    assert len(found) <= MOST
    assert len(set(found)) == len(found)
    for zone in found:
        ZoneInfo(zone)


@given(st.integers(-12, 14), st.sampled_from(("GMT{:+d}", "utc {:+d}", "UTC{:+03d}:00")))
def test_an_offset_is_that_offset(hours: int, style: str) -> None:
    (zone,) = read_zone(style.format(hours))
    offset = dt.datetime(2026, 7, 1, tzinfo=ZoneInfo(zone)).utcoffset()
    assert offset == dt.timedelta(hours=hours)


def test_zones_are_shown_as_people_call_them() -> None:
    names = {"America/New_York": "New York", "Europe/London": "London", "Etc/GMT-3": "GMT+3", "Etc/UTC": "UTC"}
    assert {zone: zone_name(zone) for zone in names} == names
    assert zone_name("America/Argentina/Buenos_Aires") == "Buenos Aires"
    assert zone_name("Africa/Dar_es_Salaam") == "Dar es Salaam"


def test_it_is_fast_and_huge_texts_are_no_matter() -> None:
    read_zone("warm")
    start = time.perf_counter()
    for text in ("london " * 100_000, "x" * 1_000_000, *["my hairr is thinnning"] * 20):
        read_zone(text)
    assert time.perf_counter() - start < 1.5
