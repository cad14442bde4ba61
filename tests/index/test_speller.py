"""Typing slips and chat spellings are put right; words that mean something stay as they are."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import text
from index.content import Content
from index.search import Searcher
from index.text import SHORTHAND, Speller
from tests.index.test_text import ANY

COUNTS = {"painful": 40, "treatment": 90, "minoxidil": 30, "follicle": 25, "price": 50, "scalp": 60, "minoxadil": 1}
EVERYDAY = "does it hurt the is my good for women and hello prize so".split()
RARE = "panful treatise scalpel prance".split()
WORD = st.from_regex(r"[a-z]{1,12}", fullmatch=True)


@pytest.fixture(scope="module")
def speller() -> Speller:
    return Speller(COUNTS, EVERYDAY, RARE)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("prcie", "price"),  # two neighbours swapped
        ("scallp", "scalp"),  # one letter too many
        ("scap", "scalp"),  # one missing
        ("prixe", "price"),  # another one
        ("treetmant", "treatment"),  # two slips in a long word
        ("paaaainful", "painful"),  # stretched
        ("soooo", "so"),
        ("panful", "painful"),  # a rare English word that nobody means here
        ("minoxadil", "minoxidil"),  # a slip that a phrasing holds is still a slip
        ("dont", "do not"),
        ("u", "you"),
    ],
)
def test_a_slip_leads_to_the_word_that_was_meant(speller: Speller, typed: str, meant: str) -> None:
    assert speller.word(typed) == meant
    assert speller.knows(typed)


@pytest.mark.parametrize(
    "word",
    [
        "prjxe",  # two slips in a short word
        "prize",  # everyday English, though one slip from "price"
        "prance",  # rare English, two slips from the nearest word
        "covid",  # near nothing
        "sca1p",  # with a digit it may be a dose or a code
        "pri",  # too short to tell
    ],
)
def test_what_is_not_surely_a_slip_stays(speller: Speller, word: str) -> None:
    assert speller.word(word) == word


def test_a_rare_english_word_gives_way_to_frequent_words_only() -> None:
    assert Speller({"painful": Speller.FREQUENT - 1}, (), ["panful"]).word("panful") == "panful"
    assert Speller({"painful": Speller.FREQUENT}, (), ["panful"]).word("panful") == "painful"


def test_a_rare_english_word_is_never_taken_for_two_slips() -> None:
    assert Speller({"treatment": 90}, (), ["treetmant"]).word("treetmant") == "treetmant"
    assert Speller({"treatment": 90}, (), ["treatmant"]).word("treatmant") == "treatment"


def test_of_two_words_that_may_be_meant_the_nearer_and_then_the_more_frequent_wins() -> None:
    assert Speller({"scars": 9, "scans": 30}).word("scaxs") == "scans"
    assert Speller({"treatment": 5, "treatments": 90}).word("treatmnt") == "treatment"


@given(st.dictionaries(WORD, st.integers(min_value=Speller.SURE, max_value=99), max_size=12), st.sets(WORD, max_size=5))
def test_words_of_the_content_and_everyday_words_are_never_changed(counts: dict[str, int], everyday: set[str]) -> None:
    speller = Speller(counts, everyday, rare=counts)
    assert [w for w in {*counts, *everyday} - set(SHORTHAND) if speller.word(w) != w] == []


def test_words_of_curated_sentences_and_names_are_never_changed(searcher: Searcher, content: Content) -> None:
    curated = [sentence for a in content.answers for sentence in (*a.texts(), a.brief, a.question)]
    curated += [subject.name for subject in content.subjects]
    known = {word for sentence in curated for word in text.words(sentence)} - set(SHORTHAND)
    assert {word: spelt for word in known if (spelt := searcher.speller.word(word)) != word} == {}


@given(ANY)
def test_any_text_can_be_spelt_and_nothing_unsafe_comes_of_it(typed: str) -> None:
    speller = Speller(COUNTS, EVERYDAY, RARE)
    spelt = speller.text(text.clean(typed))
    assert not {"<", ">"} & set(spelt)
    assert not [c for c in spelt if unicodedata.category(c)[0] == "C"]
    assert speller.text(spelt) == spelt


def test_punctuation_stays_where_it_was(speller: Speller) -> None:
    assert (
        speller.text("Hi!! dont u know the PRCIE (of minoxadil)?") == "hi!! do not you know the price (of minoxidil)?"
    )


def test_shorthand_expands_to_words_that_stay(searcher: Searcher) -> None:
    assert {
        short: spelt for short, meant in SHORTHAND.items() if (spelt := searcher.speller.text(meant)) != meant
    } == {}


def test_spelling_twice_changes_nothing_more(searcher: Searcher) -> None:
    once = {row.text: searcher.prepare(row.text) for row in searcher.rows}
    assert {typed: spelt for typed, spelt in once.items() if searcher.prepare(spelt) != spelt} == {}


def test_knowing_a_word_means_english_content_shorthand_or_a_slip(speller: Speller) -> None:
    assert all(speller.knows(word) for word in ("hurt", "treatise", "scalp", "u", "scallp"))
    assert not speller.knows("xqzvw")
