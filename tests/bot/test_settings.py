"""Settings come from the environment; a wrong one is refused with its name, its value and what is expected."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.settings import ROOT, is_loopback, read_settings
from index.errors import SettingsError, UnsafeBindError

TOKEN = "0123456789abcdef"


def test_without_any_setting_only_this_machine_is_served() -> None:
    settings = read_settings({})
    assert (settings.host, settings.port, settings.token) == ("127.0.0.1", 5005, None)
    assert (settings.approved_only, settings.enable_api) == (False, False)
    assert (settings.keep_text, settings.audit_days, settings.booking_days) == ("nothing", 90, 365)
    assert settings.var == ROOT / "var"
    assert settings.url == "http://127.0.0.1:5005"


def test_every_setting_is_read(tmp_path: Path) -> None:
    settings = read_settings(
        {
            "HAIRLINE_VAR": str(tmp_path),
            "HAIRLINE_HOST": "0.0.0.0",  # noqa: S104 - read, not bound
            "HAIRLINE_PORT": "8080",
            "HAIRLINE_TOKEN": TOKEN,
            "HAIRLINE_MODEL": "some/model",
            "HAIRLINE_MODEL_SHA256": "abc",
            "HAIRLINE_APPROVED_ONLY": "1",
            "HAIRLINE_RASA_API": "yes",
            "HAIRLINE_KEEP_TEXT": "redacted",
            "HAIRLINE_AUDIT_DAYS": "7",
            "HAIRLINE_BOOKING_DAYS": "30",
        }
    )
    assert (settings.keep_text, settings.audit_days, settings.audit) == ("redacted", 7, tmp_path / "audit")
    assert settings.booking_days == 30
    assert (settings.index, settings.models) == (tmp_path / "index", tmp_path / "models")
    assert (settings.port, settings.token) == (8080, TOKEN)
    assert (settings.model, settings.model_sha256) == ("some/model", "abc")
    assert settings.approved_only
    assert settings.enable_api
    assert settings.url == "http://127.0.0.1:8080"


def test_an_ipv6_address_is_bracketed_in_the_url() -> None:
    assert read_settings({"HAIRLINE_HOST": "::1"}).url == "http://[::1]:5005"


@pytest.mark.parametrize("port", ["0", "-1", "65536", "http", "5005.5", " ", "5_0_0_5x", "١٢٣٤٥٦"])
def test_a_bad_port_is_named_with_its_value(port: str) -> None:
    with pytest.raises(SettingsError, match=r"HAIRLINE_PORT=.*use a number from 1 to 65535"):
        read_settings({"HAIRLINE_PORT": port})


@pytest.mark.parametrize("name", ["HAIRLINE_APPROVED_ONLY", "HAIRLINE_RASA_API"])
def test_a_flag_that_is_neither_yes_nor_no_is_named(name: str) -> None:
    with pytest.raises(SettingsError, match=f"{name}='perhaps' is neither yes nor no"):
        read_settings({name: "perhaps", "HAIRLINE_TOKEN": TOKEN})


@pytest.mark.parametrize("token", ["a", "0123456789abcde"])
def test_a_short_token_is_refused_without_being_told(token: str) -> None:
    with pytest.raises(SettingsError, match=f"HAIRLINE_TOKEN has {len(token)} characters; use at least 16") as refused:
        read_settings({"HAIRLINE_TOKEN": token})
    assert token not in str(refused.value).split()


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.20", "example.org", "localhost.example.org"])  # noqa: S104
def test_beyond_this_machine_a_token_is_needed(host: str) -> None:
    with pytest.raises(
        UnsafeBindError, match=r"HAIRLINE_HOST=.* can be reached from other machines; set HAIRLINE_TOKEN"
    ):
        read_settings({"HAIRLINE_HOST": host})
    assert read_settings({"HAIRLINE_HOST": host, "HAIRLINE_TOKEN": TOKEN}).host == host


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.8.8", "::1", "localhost"])
def test_this_machine_alone_needs_none(host: str) -> None:
    assert is_loopback(host)
    assert read_settings({"HAIRLINE_HOST": host}).host == host


def test_rasas_own_api_needs_a_token() -> None:
    with pytest.raises(SettingsError, match="HAIRLINE_TOKEN"):
        read_settings({"HAIRLINE_RASA_API": "1"})


@given(st.text(min_size=1))
def test_whatever_host_is_set_it_is_loopback_or_refused(host: str) -> None:
    try:
        settings = read_settings({"HAIRLINE_HOST": host})
    except UnsafeBindError:
        assert not is_loopback(host)
    else:
        assert is_loopback(settings.host)


@pytest.mark.parametrize("name", ["HAIRLINE_AUDIT_DAYS", "HAIRLINE_BOOKING_DAYS"])
@pytest.mark.parametrize("days", ["0", "-1", "3651", "a week", "1.5", "\u0667"])
def test_a_wrong_number_of_days_is_refused(name: str, days: str) -> None:
    with pytest.raises(SettingsError, match=rf"{name}=.*use 1 to 3650"):
        read_settings({name: days})


def test_what_is_kept_is_one_of_three() -> None:
    with pytest.raises(
        SettingsError, match="HAIRLINE_KEEP_TEXT='everything' is not known; use nothing, redacted, health"
    ):
        read_settings({"HAIRLINE_KEEP_TEXT": "everything"})
