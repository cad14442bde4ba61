"""Only who knows the calendar's password gets in, and a password that can be guessed is none."""

from __future__ import annotations

import base64

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from actions.pages.feed import is_staff, read_password
from index.errors import SettingsError

PASSWORD = "correct-horse-battery-ß"


def header(user: str, password: str, scheme: str = "Basic") -> str:
    return f"{scheme} {base64.b64encode(f'{user}:{password}'.encode()).decode()}"


@pytest.mark.parametrize("scheme", ["Basic", "basic", "BASIC"])
def test_name_and_password_open_it(scheme: str) -> None:
    assert is_staff(header("staff", PASSWORD, scheme), PASSWORD)


@given(st.text())
@example("")
@example(header("staff", PASSWORD, "Digest"))
@example(header("admin", PASSWORD))
@example(header("staff", ""))
@example(header("staff", PASSWORD) + "QUFB")
@example("Basic staff:" + PASSWORD)
def test_nothing_else_does(authorization: str) -> None:
    assert not is_staff(authorization, PASSWORD)


def test_a_short_password_is_refused_by_name_without_repeating_it() -> None:
    with pytest.raises(SettingsError, match=r"HAIRLINE_FEED_PASSWORD has 7 characters; use at least 16") as refused:
        read_password({"HAIRLINE_FEED_PASSWORD": "hunter2"})
    assert "hunter2" not in str(refused.value)


def test_without_a_password_there_is_none() -> None:
    assert read_password({}) is None
    assert read_password({"HAIRLINE_FEED_PASSWORD": ""}) is None
    assert read_password({"HAIRLINE_FEED_PASSWORD": "x" * 16}) == "x" * 16
