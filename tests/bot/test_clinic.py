"""What a clinic sets is checked when the assistant starts, each field with a word on what is wrong."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.clinic import load_clinic
from bot.settings import Settings
from index.errors import ContentError


@pytest.fixture
def shipped(settings: Settings) -> dict[str, Any]:
    """The shipped file's values."""
    values: dict[str, Any] = yaml.safe_load((settings.content / "clinic.yml").read_text(encoding="utf-8"))
    return values


def written(folder: Path, values: Any) -> Path:
    path = folder / "clinic.yml"
    path.write_text(yaml.safe_dump(values), encoding="utf-8")
    return path


def test_the_shipped_clinic_is_sound_and_plainly_fictional(settings: Settings) -> None:
    clinic = load_clinic(settings.content / "clinic.yml")
    assert "not a real clinic" in clinic.name
    assert "555 01" in clinic.phone  # reserved for fiction
    assert "555 01" in clinic.urgent_phone


def test_its_words_are_what_replies_may_use(tmp_path: Path, shipped: dict[str, Any]) -> None:
    words = load_clinic(written(tmp_path, {**shipped, "emergency_number": "112"})).words()
    assert words["emergency_number"] == "112"
    assert words["crisis_contact"] == shipped["crisis_line"]["contact"]
    assert all(isinstance(value, str) for value in words.values())


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", "X"),
        ("country", "usa"),
        ("phone", "555 0100"),
        ("urgent_phone", "call us"),
        ("urgent_phone", None),
        ("email", "nobody"),
        ("emergency_number", "nine one one"),
        ("emergency_number", ""),
        ("booking_url", "http://clinic.example/book"),
        ("booking_url", "javascript:alert(1)"),
        ("time_zone", "../../etc/passwd"),
        ("time_zone", None),
        ("crisis_line", {"name": "Line"}),
        ("crisis_line", "call 988"),
        ("fax", "+1 555 0199"),
    ],
)
def test_a_wrong_value_is_refused_by_the_name_of_its_field(
    tmp_path: Path, shipped: dict[str, Any], field: str, value: object
) -> None:
    with pytest.raises(ContentError, match=rf"clinic\.yml: field '{field}"):
        load_clinic(written(tmp_path, {**shipped, field: value}))


def test_an_unknown_time_zone_is_refused_by_name(tmp_path: Path, shipped: dict[str, Any]) -> None:
    with pytest.raises(ContentError, match="'Mars/Olympus' is not a time zone"):
        load_clinic(written(tmp_path, {**shipped, "time_zone": "Mars/Olympus"}))


@pytest.mark.parametrize("field", ["phone", "urgent_phone", "emergency_number", "crisis_line", "price_note", "hours"])
def test_a_missing_field_is_named(tmp_path: Path, shipped: dict[str, Any], field: str) -> None:
    del shipped[field]
    with pytest.raises(ContentError, match=f"field '{field}': field required"):
        load_clinic(written(tmp_path, shipped))


@pytest.mark.parametrize("values", [None, ["a"], "text", 5])
def test_a_file_that_is_no_mapping_is_refused(tmp_path: Path, values: object) -> None:
    with pytest.raises(ContentError, match=r"clinic\.yml"):
        load_clinic(written(tmp_path, values))


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match=r"clinic\.yml: the file is missing"):
        load_clinic(tmp_path / "clinic.yml")


def test_a_booking_page_over_https_is_welcome(tmp_path: Path, shipped: dict[str, Any]) -> None:
    page = "https://clinic.example/book"
    assert load_clinic(written(tmp_path, {**shipped, "booking_url": page})).booking_url == page
