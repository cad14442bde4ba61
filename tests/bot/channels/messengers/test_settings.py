"""A channel is off, on, or wrong in a way that is named."""

from __future__ import annotations

import pytest

from bot.channels.messengers.settings import read_all, read_api
from index.errors import SettingsError

NEEDED = {"HAIRLINE_X_TOKEN": "the token, from the app's page", "HAIRLINE_X_SECRET": "the secret, from Settings"}


def test_a_channel_of_which_nothing_is_set_is_off() -> None:
    assert read_all({}, NEEDED) is None
    assert read_all({"HAIRLINE_X_TOKEN": "", "HAIRLINE_X_SECRET": "  "}, NEEDED) is None


def test_a_channel_of_which_all_is_set_is_on() -> None:
    env = {"HAIRLINE_X_TOKEN": " token ", "HAIRLINE_X_SECRET": "secret\n", "HAIRLINE_OTHER": "x"}
    assert read_all(env, NEEDED) == {"HAIRLINE_X_TOKEN": "token", "HAIRLINE_X_SECRET": "secret"}


@pytest.mark.parametrize("missing", list(NEEDED))
def test_what_is_missing_is_named_with_where_to_find_it(missing: str) -> None:
    env = {name: "1234" for name in NEEDED if name != missing}
    with pytest.raises(SettingsError, match=f"{missing} is missing: {NEEDED[missing]}"):
        read_all(env, NEEDED)


@pytest.mark.parametrize("value", ["two words", "tok\ten", "tok\x00en", "token\u200b", "tokén", "\u201ctoken\u201d"])
def test_what_was_copied_badly_is_named_but_not_shown(value: str) -> None:
    with pytest.raises(SettingsError, match="HAIRLINE_X_TOKEN holds white space or letters beyond ASCII") as told:
        read_all({"HAIRLINE_X_TOKEN": value, "HAIRLINE_X_SECRET": "secret"}, NEEDED)
    assert value not in str(told.value)


@pytest.mark.parametrize(
    ("given_", "api"),
    [
        ("", "https://api.example/v1"), ("  ", "https://api.example/v1"), ("https://proxy.example/", "https://proxy.example"),
        (" https://proxy.example:8443/v2/ ", "https://proxy.example:8443/v2"), ("http://127.0.0.1:5001", "http://127.0.0.1:5001"),
        ("http://localhost/v1", "http://localhost/v1"), ("http://localhost", "http://localhost"), ("http://[::1]:80/x", "http://[::1]:80/x"),
    ],
)  # fmt: skip
def test_an_address_is_the_providers_own_or_a_safe_one(given_: str, api: str) -> None:
    assert read_api({"HAIRLINE_X_API": given_}, "HAIRLINE_X_API", "https://api.example/v1") == api


@pytest.mark.parametrize(
    "given_",
    [
        "http://api.example", "ftp://api.example", "api.example", "https://", "http://", "http://127.0.0.1.evil.example",
        "http://127.0.0.1:80@evil.example/", "http://localhost@evil.example", "http://evil.example/127.0.0.1:80", "http://10.0.0.1",
        "http://[::1", "http://127.0.0.1:99999", "https:evil.example", "http://localhost.evil.example:80", "https://user:pw@api.example",
    ],
)  # fmt: skip
def test_tokens_are_sent_nowhere_else(given_: str) -> None:
    with pytest.raises(SettingsError, match="HAIRLINE_X_API must begin with https://"):
        read_api({"HAIRLINE_X_API": given_}, "HAIRLINE_X_API", "https://api.example")
