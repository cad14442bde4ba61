"""Word and spelling evidence, against numbers worked out by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import lexical, text
from index.lexical import Lexical

# Stems: 'pain pain scar', 'scar', 'cost'. Three documents of mean length 5/3.
DOCUMENTS = ["pain pain scar", "scar", "cost"]
DOCUMENTS_OF_FEW_WORDS = st.lists(st.lists(st.sampled_from("abcd"), max_size=5).map(" ".join), max_size=8)
K1, B = 0.9, 0.3
IDF_PAIN = math.log(1 + (3 - 1 + 0.5) / (1 + 0.5))  # in one document of three
IDF_SCAR = math.log(1 + (3 - 2 + 0.5) / (2 + 0.5))  # in two


def impact(idf: float, count: int, length: int) -> float:
    return idf * count * (K1 + 1) / (count + K1 * (1 - B + B * length / (5 / 3)))


def test_bm25_is_what_robertson_and_zaragoza_wrote() -> None:
    made = lexical.bm25(DOCUMENTS)
    np.testing.assert_allclose(made.scores(made.query("pain")), [impact(IDF_PAIN, 2, 3), 0, 0], rtol=1e-5)
    both = [impact(IDF_PAIN, 2, 3) + impact(IDF_SCAR, 1, 3), impact(IDF_SCAR, 1, 1), 0]
    np.testing.assert_allclose(made.scores(made.query("scars, pain?")), both, rtol=1e-5)


def test_a_word_asked_twice_counts_once_and_an_unknown_one_not_at_all() -> None:
    made = lexical.bm25(DOCUMENTS)
    once = made.scores(made.query("pain"))
    np.testing.assert_array_equal(made.scores(made.query("pain pain pain, the zebra")), once)


def test_the_self_score_is_the_sum_of_the_weights_of_what_is_asked_and_unknown_words_are_the_rarest() -> None:
    made = lexical.bm25(DOCUMENTS)
    unknown = math.log(1 + (len(DOCUMENTS) + 0.5) / 0.5)
    assert unknown > max(IDF_PAIN, IDF_SCAR)
    assert made.self_score("pain scar scar") == pytest.approx(IDF_PAIN + IDF_SCAR, rel=1e-5)
    assert made.self_score("pain zebra") == pytest.approx(IDF_PAIN + unknown, rel=1e-5)
    assert made.self_score("") == 0


def test_tf_idf_is_the_cosine_of_unit_length_vectors() -> None:
    made = Lexical(["a b", "a a", "c"], str.split)
    idf_a, idf_b = math.log(4 / 3) + 1, math.log(4 / 2) + 1
    to_first = idf_a / math.hypot(idf_a, idf_b)
    np.testing.assert_allclose(made.scores(made.query("a")), [to_first, 1, 0], rtol=1e-5)
    weights = np.array([(1 + math.log(2)) * idf_a, idf_b])  # 'a a b'
    cosine = weights @ [idf_a, idf_b] / (np.linalg.norm(weights) * math.hypot(idf_a, idf_b))
    np.testing.assert_allclose(made.scores(made.query("a a b"))[0], cosine, rtol=1e-5)


@pytest.mark.parametrize(("common", "to_first"), [(1.0, 1), (2 / 3, 1), (0.6, 0), (0.0, 0)])
def test_terms_in_a_larger_share_of_the_documents_are_left_out(common: float, to_first: int) -> None:
    made = Lexical(["a b", "a c", "d"], str.split, common=common)
    assert made.scores(made.query("a")).astype(bool).tolist() == [to_first, to_first, 0]
    for asked, itself in (("a b", 0), ("a c", 1), ("d", 2)):  # what is left weighs as if it were all there is
        np.testing.assert_allclose(made.scores(made.query(asked))[itself], 1.0, rtol=1e-5)


@given(DOCUMENTS_OF_FEW_WORDS, st.sampled_from([0.3, 1.0]))
def test_from_its_arrays_it_scores_the_same(documents: list[str], common: float) -> None:
    made = Lexical(documents, str.split, common=common)
    again = Lexical.from_arrays(made.arrays(), str.split)
    for asked in (*documents, "a b c", "zebra"):
        np.testing.assert_array_equal(again.scores(again.query(asked)), made.scores(made.query(asked)))


def test_arrays_that_do_not_belong_together_are_refused() -> None:
    arrays, other = (Lexical(documents, str.split).arrays() for documents in (["a b", "c"], ["a", "d"]))
    for name in ("terms", "idf"):
        with pytest.raises(ValueError, match="its parts have different sizes"):
            Lexical.from_arrays({**arrays, name: other[name]}, str.split)
    with pytest.raises(KeyError, match="idf"):
        Lexical.from_arrays({name: array for name, array in arrays.items() if name != "idf"}, str.split)


@pytest.mark.parametrize("asked", ["", "???", "zzzz qqqq", "the of and"])
def test_a_question_without_known_words_scores_nothing(asked: str) -> None:
    made = lexical.bm25(DOCUMENTS)
    assert made.scores(made.query(asked)).tolist() == [0, 0, 0]


def test_no_documents_score_nothing() -> None:
    made = lexical.bm25([])
    assert made.scores(made.query("pain")).shape == (0,)


def test_words_that_carry_meaning_are_stemmed_and_question_words_stay() -> None:
    assert lexical.content_words("How long do the results last?") == ["how", "long", "result", "last"]
    assert not lexical.STOPWORDS & set(text.words("how what when where who why which long much many not no"))
