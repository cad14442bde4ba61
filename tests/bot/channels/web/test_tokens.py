"""A token opens one conversation, for one website, for a while; nobody can make one up."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from itsdangerous import URLSafeSerializer

from bot.channels.web import tokens
from bot.channels.web.http import RefusedError
from bot.channels.web.tokens import LIFETIME, SKEW, Use, admit, issue, new_pass

SECRET, OTHER = "s" * 40, "t" * 40
SITE, NOW = "https://www.clinic.example", 1_795_000_000.0
PASS = new_pass(SITE)


def code(token: str | None, *, use: Use = "access", origin: str = SITE, now: float = NOW, secret: str = SECRET) -> str:
    with pytest.raises(RefusedError) as refused:
        admit(secret, use, token, origin, now)
    return refused.value.code


def bearer(use: Use = "access", now: float = NOW) -> str:
    return f"Bearer {issue(SECRET, use, PASS, now)}"


@pytest.mark.parametrize("use", ["access", "renewal"])
def test_it_opens_its_conversation_until_it_expires(use: Use) -> None:
    assert admit(SECRET, use, bearer(use), SITE, NOW) == PASS
    assert admit(SECRET, use, bearer(use), SITE, NOW + LIFETIME[use] - 1) == PASS
    assert code(bearer(use), use=use, now=NOW + LIFETIME[use]) == "expired"


def test_a_clock_that_was_set_back_makes_no_token_older() -> None:
    assert admit(SECRET, "access", bearer(), SITE, NOW - SKEW) == PASS
    assert code(bearer(), now=NOW - SKEW - 2) == "expired"


@pytest.mark.parametrize("origin", ["https://evil.example", "http://www.clinic.example", "", "null", f"{SITE}:8443"])
def test_it_is_of_no_use_to_another_website(origin: str) -> None:
    assert code(bearer(), origin=origin) == "unauthorised"


def test_one_cannot_stand_in_for_the_other() -> None:
    assert code(bearer("renewal")) == "unauthorised"
    assert code(bearer("access"), use="renewal") == "unauthorised"


def test_another_installations_token_is_refused() -> None:
    assert code(bearer(), secret=OTHER) == "unauthorised"


@pytest.mark.parametrize(
    "header", [None, "", "Bearer", "Bearer ", "Basic dXNlcjpwYXNz", "Bearer x.y", "Bearer " + "x" * 5000]
)
def test_what_is_no_token_is_refused(header: str | None) -> None:
    assert code(header) == "unauthorised"


@given(st.data())
def test_an_altered_token_is_refused(data: st.DataObject) -> None:
    token = bearer()[7:]
    place = data.draw(st.integers(0, len(token) - 2))  # the last letter of base64 has bits that mean nothing
    other = data.draw(st.sampled_from("abcXYZ019-_.").filter(lambda letter: letter != token[place]))
    assert code(f"Bearer {token[:place]}{other}{token[place + 1 :]}") == "unauthorised"


def test_another_conversation_cannot_be_put_into_a_token() -> None:
    (mine, signature), (other, _) = (issue(SECRET, "access", one, NOW).rsplit(".", 1) for one in (PASS, new_pass(SITE)))
    assert code(f"Bearer {mine}.{signature[:-1]}") == "unauthorised"
    assert code(f"Bearer {other}.{signature}") == "unauthorised"


@pytest.mark.parametrize(
    "payload", [None, 1, "text", [], {}, ["c", "k"], ["c", "AA", SITE, 0, 2**40], ["c", 1, SITE, 0, 1]]
)
def test_what_we_signed_for_another_purpose_is_refused(payload: object) -> None:
    signed = tokens._signer(SECRET, "access").dumps(payload)
    assert code(f"Bearer {signed}") == "unauthorised"
    assert code(f"Bearer {URLSafeSerializer(SECRET, salt='hairline.links.manage').dumps(payload)}") == "unauthorised"
