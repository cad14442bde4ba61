"""The page that messages link to has every answer, what it rests on, and nothing that a browser would run."""

from __future__ import annotations

from html.parser import HTMLParser

from bot.channels.messengers.sources import page
from bot.clinic import Clinic
from bot.templates import Templates
from index.content import Content


class Page(HTMLParser):
    """Reads what stands in each section."""

    def __init__(self, html: bytes) -> None:
        super().__init__()
        self.sections: dict[str, str] = {}
        self.tags: list[str] = []
        self.attributes: set[str] = set()
        self.feed(html.decode("utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes.update(name for name, _ in attrs)
        if tag == "section":
            self.sections[str(dict(attrs)["id"])] = ""

    def handle_data(self, data: str) -> None:
        if self.sections:
            self.sections[list(self.sections)[-1]] += data


def test_every_answer_stands_where_messages_link_to_with_all_it_rests_on(
    content: Content, templates: Templates, clinic: Clinic
) -> None:
    shown = Page(page(content, templates, clinic))
    assert list(shown.sections) == [answer.id for answer in content.answers]
    sections = {section.id: (source, section) for source, section in content.sections()}
    for answer in content.answers:
        told = shown.sections[answer.id]
        assert answer.question in told
        assert f"Evidence: {templates.evidence(answer.evidence)}." in told
        approved = answer.review.status == "approved"
        assert (f"Reviewed {answer.review.on}." if approved else "Not yet reviewed by a clinician.") in told
        for source, section in (sections[id] for id in answer.sources):
            assert all(word in told for word in (source.title, source.publisher, section.heading))


def test_the_page_runs_nothing_and_fetches_nothing(content: Content, templates: Templates, clinic: Clinic) -> None:
    shown = Page(page(content, templates, clinic))
    assert not {"script", "iframe", "img", "link", "form", "a", "object", "embed"} & set(shown.tags)
    assert not {name for name in shown.attributes if name.startswith("on") or name in ("src", "href")}


def test_what_looks_like_markup_is_shown_and_not_obeyed(content: Content, templates: Templates, clinic: Clinic) -> None:
    odd = "<script>alert('1')</script> & \"more\""
    answers = (content.answers[0].copy(update={"question": odd}), *content.answers[1:])
    shown = Page(page(content.copy(update={"answers": answers}), templates, clinic.copy(update={"name": odd})))
    assert odd in shown.sections[answers[0].id]
    assert "script" not in shown.tags
