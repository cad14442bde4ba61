"""The demonstration site says nothing medical of its own: what it says are curated records, with all that belongs to them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

import pytest

from bot.site.pages import PAGES
from bot.site.records import FIRST, TREATMENT, VISIT, Records
from index.content import Content
from tests.bot.site_pages import CLINIC, CONTENT, NOTHING_APPROVED, TEMPLATES, Read, html


def test_the_records_that_the_pages_name_are_there() -> None:
    ids = [name for _, part in TREATMENT for name in part]
    assert len(ids) == len(set(ids))
    for name in (*ids, FIRST, VISIT):
        assert CONTENT.answer(name)


MEDICAL = (
    r"follicl|regrow|grow|inject|inflam|infect|FDA|approved|trial|stud(?:y|ies)|side effect|safe|risk|pain|heal(?!th)|cure|"
    r"success|permanent|result|month|dollar|donor|PRP|minoxidil|finasteride|autoimmune|alopecia|bald|scalp|surg"
)


@pytest.mark.parametrize("path", PAGES)
def test_no_page_says_anything_medical_of_its_own(path: str) -> None:
    words = Read(html(path), own=True).words
    curated = {text for topic in CONTENT.topics for text in (topic.title, topic.blurb)}
    for text in sorted({*curated, *(heading for heading, _ in TREATMENT)}, key=len, reverse=True):
        words = re.sub(rf"\b{re.escape(text)}", "", words)
    found = re.findall(rf"\S*(?:{MEDICAL})\S*", words, re.IGNORECASE)
    assert found == []


def articles(path: str, content: Content = CONTENT) -> Iterator[tuple[str, str]]:
    for part in re.findall(
        r'<article class="record" id="([^"]+)".*?</article>', html(path, content=content), re.DOTALL
    ):
        whole = re.search(rf'<article class="record" id="{part}".*?</article>', html(path, content=content), re.DOTALL)
        assert whole is not None
        yield part, Read(f"<body>{whole[0]}</body>").words


@pytest.mark.parametrize(("path", "least"), [("/", 1), ("/booking", 1), ("/treatment", 10)])
def test_an_answer_stands_with_its_limits_its_evidence_and_its_sources(path: str, least: int) -> None:
    sections = {section.id: (source, section.heading) for source, section in CONTENT.sections()}
    found = list(articles(path))
    assert len(found) >= least
    for name, words in found:
        record = CONTENT.answer(name)
        assert record.question in words
        assert all(text in words for text in record.texts())
        assert all(CONTENT.answer(other).brief in words for other in record.counterpoints)
        assert f"Evidence {TEMPLATES.evidence(record.evidence)} " in words
        for source, heading in (sections[section] for section in record.sources):
            assert source.title in words
            assert f"“{heading}”" in words
        assert "Not yet reviewed by a clinician" in words


def test_an_approved_answer_shows_the_day_of_its_approval() -> None:
    review = CONTENT.answer(FIRST).review.copy(update={"status": "approved", "by": "x", "on": dt.date(2026, 11, 3)})
    record = CONTENT.answer(FIRST).copy(update={"review": review})
    content = CONTENT.copy(update={"answers": tuple(record if a.id == FIRST else a for a in CONTENT.answers)})
    words = dict(articles("/", content))[FIRST]
    assert "Approved by a clinician on 3 November 2026" in words
    assert "Not yet reviewed" not in words


def test_what_may_not_be_served_is_not_shown() -> None:
    records = Records(NOTHING_APPROVED, TEMPLATES)
    assert (records.first, records.visit, records.treatment, records.topics) == (None, None, (), ())
    for path in PAGES:
        page = html(path, content=NOTHING_APPROVED)
        assert "<article" not in page
        assert not any(one.short in page or one.question in page for one in CONTENT.answers)
    assert "has not approved these texts yet" in html("/treatment", content=NOTHING_APPROVED)


def test_without_online_booking_only_the_phone_is_offered() -> None:
    page = html("/booking", CLINIC.copy(update={"consultations": None, "booking_url": "https://book.example/x"}))
    assert "Choose a free time" not in page
    assert "data-chat" not in page
    assert 'href="https://book.example/x"' in page
    assert "tel:+15550100" in page
