"""Zones that are given as a distance from Greenwich: "GMT+3", "-05:00"."""

from __future__ import annotations

import re

# Offsets with minutes have no Etc zone; these places keep them all year.
_ODD = {
    "+0330": "Asia/Tehran",
    "+0430": "Asia/Kabul",
    "+0530": "Asia/Kolkata",
    "+0545": "Asia/Kathmandu",
    "+0630": "Asia/Yangon",
    "+0845": "Australia/Eucla",
    "+0930": "Australia/Darwin",
    "-0930": "Pacific/Marquesas",
    "-0330": "America/St_Johns",
    "+1030": "Australia/Lord_Howe",
    "+1245": "Pacific/Chatham",
}


def by_offset(found: re.Match[str]) -> list[str]:
    """Return the zone that keeps an offset all year; "-5" alone is a zone only with GMT or UTC, or as "-05:00"."""
    sign, hours, minutes = found[1], int(found[2]), int(found[3] or 0)
    written = found[0].lstrip()[:1].isalpha() or found[3] is not None or found.group().strip() == found.string.strip()
    if not written:
        return []
    if minutes:
        zone = _ODD.get(f"{sign}{hours:02}{minutes:02}")
        return [zone] if zone else []
    if hours == 0:
        return ["Etc/UTC"]
    if hours > (14 if sign == "+" else 12):
        return []
    return [f"Etc/GMT{'-' if sign == '+' else '+'}{hours}"]
