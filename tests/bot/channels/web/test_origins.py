"""Only websites that the clinic named may use the chat, and the server's own pages."""

from __future__ import annotations

import pytest

from bot.channels.web.http import RefusedError
from bot.channels.web.origins import NO_BROWSER, cors, origin_of

CLINIC, OWN = "https://www.clinic.example", "https://chat.clinic.example"
ALLOWED = frozenset({CLINIC})
STRANGERS = [
    "https://evil.example",
    "http://www.clinic.example",
    "https://www.clinic.example:8443",
    "https://www.clinic.example.evil.example",
    "https://clinic.example",
    "null",
    "",
    "file://",
    "https://[",
]


@pytest.mark.parametrize("origin", [CLINIC, OWN])
def test_a_known_website_may(origin: str) -> None:
    assert origin_of({"origin": origin}, ALLOWED, OWN) == origin
    assert cors({"origin": origin}, ALLOWED, OWN)["Access-Control-Allow-Origin"] == origin


@pytest.mark.parametrize("origin", STRANGERS)
def test_a_strange_one_may_not(origin: str) -> None:
    with pytest.raises(RefusedError) as refused:
        origin_of({"origin": origin, "host": "chat.clinic.example"}, ALLOWED, OWN)
    assert refused.value.code == "wrong_origin"
    assert "Access-Control-Allow-Origin" not in cors({"origin": origin}, ALLOWED, OWN)


def test_the_servers_own_pages_may_by_whatever_name_it_was_reached() -> None:
    assert (
        origin_of({"origin": "http://10.0.0.5:5005", "host": "10.0.0.5:5005"}, ALLOWED, OWN) == "http://10.0.0.5:5005"
    )


def test_a_page_that_reads_from_its_own_server_names_no_origin() -> None:
    assert origin_of({"sec-fetch-site": "same-origin"}, ALLOWED, OWN) == OWN
    for site in ("cross-site", "same-site", "nonsense"):
        with pytest.raises(RefusedError):
            origin_of({"sec-fetch-site": site}, ALLOWED, OWN)


def test_a_program_has_none_and_needs_a_token_all_the_same() -> None:
    assert origin_of({}, ALLOWED, OWN) == NO_BROWSER


def test_no_response_is_mixed_up_between_websites() -> None:
    assert cors({}, ALLOWED, OWN) == {"Vary": "Origin"}
