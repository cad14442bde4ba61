"""An e-mail address is taken only when every mail server can write to it."""

from __future__ import annotations

import pytest

from bot.booking.person import Email, Problem, read_email


@pytest.mark.parametrize(
    "text", ["josé@clinic.es", "my email is müller@gmail.com", "用户@example.jp", "jose\u0301@gmail.com"]
)
def test_an_address_that_few_servers_take_is_asked_for_again(text: str) -> None:
    assert read_email(text) is Problem.EMAIL_BROKEN


@pytest.mark.parametrize("address", ["ann@exämple.de", "ann@straße.de", "ann@例え.jp"])
def test_a_domain_may_be_international(address: str) -> None:
    assert read_email(address) == Email(address)
