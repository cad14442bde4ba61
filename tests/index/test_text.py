"""What becomes of a message's characters and words before anything is looked up."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from index import text

PIECES = ["<", ">", "<b>", "</b>", "&lt;", "\x00", "\x1b[2J", "\u200b", "\u202e", "\ufeff", "\ud800", "\n", "\r\n", "\t", " ",
          "\u00a0", "\u3000", "a", "e\u0301", "É", "ﬁ", "İ", "ß", "\uff1cscript\uff1e", "\u2019", "`", "'", "2", "½", "🤔", "u", "dont"]  # fmt: skip
SOUP = st.lists(st.sampled_from(PIECES), max_size=30).map("".join)
ANY = st.text(max_size=80) | SOUP
PLAIN_WORDS = st.lists(st.from_regex(r"[a-z0-9]+", fullmatch=True), min_size=1, max_size=12)


@given(ANY)
def test_cleaned_text_holds_no_control_character_no_markup_and_no_stray_space(typed: str) -> None:
    cleaned = text.clean(typed)
    assert not [c for c in cleaned if unicodedata.category(c)[0] == "C"]
    assert "<" not in cleaned
    assert ">" not in cleaned
    assert cleaned == " ".join(cleaned.split())


@given(ANY)
def test_cleaning_twice_changes_nothing_more(typed: str) -> None:
    cleaned = text.clean(typed)
    assert text.clean(cleaned) == cleaned


def test_cleaning_composes_what_an_invisible_character_kept_apart() -> None:
    assert text.clean("e\u200d\u0301") == "\u00e9"


@given(PLAIN_WORDS, st.sampled_from([" ", "  ", "\t", "\u00a0", "\u2003", "\r\n", "\n\n", " \n "]))
def test_cleaning_keeps_every_word_apart_and_in_order(plain: list[str], space: str) -> None:
    assert text.words(text.clean(space.join(plain))) == plain


@pytest.mark.parametrize("space", ["\x0b", "\x0c", "\x85", "\u200b"])
def test_rare_line_breaks_and_spaces_keep_words_apart_too(space: str) -> None:
    assert text.words(text.clean(f"chest pain{space}nausea")) == ["chest", "pain", "nausea"]


@pytest.mark.parametrize(
    "typed", ["<b>does</b> it <i class='x'>hurt</i>", "does <br/>it hurt<!-- x -->", "<p>does it</p>hurt"]
)
def test_markup_goes_and_its_words_stay(typed: str) -> None:
    assert text.clean(typed) == "does it hurt"


def test_comparisons_are_not_markup() -> None:
    assert "chest pain" in text.clean("my pulse is < 40 and I have chest pain, fever > 39")


def test_a_list_of_lines_stays_a_list() -> None:
    assert text.clean("price\npain\n\ndowntime") == "price; pain; downtime"
    assert text.clean("Does it hurt?\nHow long?") == "Does it hurt? How long?"


def test_a_blank_line_after_a_sentence_adds_no_mark() -> None:
    assert text.clean("Hello.\n\nDoes it hurt?") == "Hello. Does it hurt?"


@given(ANY)
def test_folding_twice_changes_nothing_more(typed: str) -> None:
    folded = text.fold(text.clean(typed))
    assert text.fold(folded) == folded


@pytest.mark.parametrize(
    ("typed", "folded"),
    [("ÉCLAIR", "eclair"), ("Won\u2019t", "won't"), ("don`t", "don't"), ("a\u011fr\u0131", "agr\u0131")],
)
def test_folding_takes_case_accents_and_curly_apostrophes(typed: str, folded: str) -> None:
    assert text.fold(typed) == folded


@given(ANY)
@example("'tis o'clock's")
def test_words_are_plain_and_survive_being_read_again(typed: str) -> None:
    found = text.words(typed)
    assert all(re.fullmatch(r"[a-z0-9]+('[a-z]+)?", word) for word in found)
    assert text.words(" ".join(found)) == found


def test_case_spacing_and_punctuation_make_no_other_phrasing() -> None:
    assert text.key("  Does it HURT?! ") == text.key("does it, hurt") == "does it hurt"
    assert text.key("does it hurt") != text.key("it does hurt")


@pytest.mark.parametrize("forms", ["price prices priced pricing", "study studies", "process processes", "inject injected injecting injects"])  # fmt: skip
def test_forms_of_one_word_share_a_stem(forms: str) -> None:
    assert len({text.stem(form) for form in forms.split()}) == 1


@pytest.mark.parametrize(
    ("word", "kept"), [("loss", "loss"), ("is", "is"), ("king", "king"), ("red", "red"), ("gas", "gas")]
)
def test_short_words_keep_their_endings(word: str, kept: str) -> None:
    assert text.stem(word) == kept


def test_character_ngrams_stay_within_words() -> None:
    assert text.char_ngrams("Is it", 2, 3) == [" i", "is", "s ", " is", "is ", " i", "it", "t ", " it", "it "]


def test_word_ngrams_are_words_then_pairs_with_both_ends_marked() -> None:
    assert text.word_ngrams("Does it hurt?") == ["does", "it", "hurt", "^ does", "does it", "it hurt", "hurt $"]
