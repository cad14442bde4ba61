from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from actions.consultations.references import ALPHABET, new_reference, read_reference

references = st.text(ALPHABET, min_size=6, max_size=6).map(lambda letters: f"{letters[:3]}-{letters[3:]}")


def test_references_are_six_unmistakable_letters_and_digits() -> None:
    made = {new_reference(lambda _: False) for _ in range(500)}
    assert len(made) == 500
    assert all(read_reference(each) == each for each in made)
    assert not set("".join(made)) & set("01OIL5S8BUAEZ")


def test_a_taken_reference_is_not_given_again() -> None:
    refused: list[str] = []
    made = new_reference(lambda reference: len(refused) < 3 and not refused.append(reference))
    assert len(refused) == 3
    assert made not in refused


@given(references, st.sampled_from(["", " ", "-", "\N{EN DASH}", "\N{NO-BREAK SPACE}", "."]), st.booleans())
def test_a_reference_is_read_however_it_is_typed(reference: str, between: str, lower: bool) -> None:
    typed = between.join(reference.replace("-", ""))
    assert read_reference(f" {typed.lower() if lower else typed}\n") == reference


@given(st.text())
def test_anything_else_is_none(typed: str) -> None:
    read = read_reference(typed)
    assert read is None or read_reference(read) == read
