"""A zone in words that a patient understands."""

from __future__ import annotations

import re

_DISPLAY = {
    "America/St_Johns": "St John's",
    "Asia/Ho_Chi_Minh": "Ho Chi Minh City",
    "America/Sao_Paulo": "S\u00e3o Paulo",
    "Asia/Kolkata": "India (Kolkata)",
    "America/Argentina/Buenos_Aires": "Buenos Aires",
    "Pacific/Honolulu": "Hawaii (Honolulu)",
    "Atlantic/Canary": "Canary Islands",
    "Africa/Dar_es_Salaam": "Dar es Salaam",
    "Africa/Porto-Novo": "Porto-Novo",
}


def zone_name(iana: str) -> str:
    """Return a zone for people: "New York", "Buenos Aires", "GMT+3"; the etc. zones of tzdata count the other way."""
    if iana in ("Etc/UTC", "UTC", "Etc/GMT", "GMT"):
        return "UTC"
    if fixed := re.fullmatch(r"Etc/GMT([+-])(\d{1,2})", iana):
        return f"GMT{'-' if fixed[1] == '+' else '+'}{fixed[2]}"
    return _DISPLAY.get(iana, iana.rsplit("/", 1)[-1].replace("_", " "))
