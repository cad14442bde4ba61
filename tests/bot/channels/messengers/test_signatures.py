"""Only who knows the secret can have signed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.messengers.model import RefusedError
from bot.channels.messengers.signatures import is_same, require_sha256

# RFC 4231, test case 2.
KEY, DATA = "Jefe", b"what do ya want for nothing?"
MAC = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"


def reason(headers: dict[str, str], body: bytes = DATA, secret: str = KEY) -> str:
    with pytest.raises(RefusedError) as refused:
        require_sha256(headers, body, secret)
    assert refused.value.status == 403
    return refused.value.reason


def test_a_known_signature_is_accepted() -> None:
    require_sha256({"x-hub-signature-256": f"sha256={MAC}"}, DATA, KEY)


def test_what_is_not_signed_or_was_signed_otherwise_is_refused() -> None:
    signed = {"x-hub-signature-256": f"sha256={MAC}"}
    assert (
        reason({}) == reason({"x-hub-signature-256": ""}) == reason({"x-hub-signature": f"sha256={MAC}"}) == "unsigned"
    )
    assert reason(signed, DATA + b" ") == "altered"
    assert reason(signed, secret="jefe") == "altered"
    for given_ in (
        MAC,
        f"sha256={MAC.upper()}",
        f"sha256={MAC[:-1]}",
        f"sha256={MAC}0",
        f" sha256={MAC}",
        "sha256=",
        "\udcff",
    ):
        assert reason({"x-hub-signature-256": given_}) == "altered"


@given(st.text(max_size=80))
def test_no_guess_is_accepted_or_breaks_anything(guess: str) -> None:
    assert reason({"x-hub-signature-256": guess}) == ("altered" if guess else "unsigned")


@given(st.text(), st.text())
def test_texts_are_the_same_when_they_are(one: str, other: str) -> None:
    assert is_same(one, one)
    assert is_same(one, other) is (one == other)
