"""The look-out for hostile content sees it: in a page that is careless, most of the corpus does something."""

from __future__ import annotations

from tests.browser.hostile import corpus, harm
from tests.browser.visitors import Visitor

LEAST, MARKED, LINKED, RAN = 100, 110, 180, 30
CARELESS = """
async ([text, link]) => {
  const host = document.createElement('div');
  document.body.replaceChildren(host);
  const root = host.attachShadow({ mode: 'open' });
  if (link) root.append(Object.assign(document.createElement('a'), { href: text }));
  else root.innerHTML = text;
  await new Promise((done) => setTimeout(done, root.querySelector('img, svg, video, audio, details, [autofocus]') ? 20 : 0));
}
"""


def test_the_corpus_is_large() -> None:
    texts = corpus()
    assert len(set(texts)) == len(texts) >= LEAST


def test_a_careless_page_is_caught(desktop: Visitor) -> None:
    page = desktop.go("/bare")
    marked = ran = linked = 0
    for text in corpus():
        desktop.watch.seen.clear()
        page.evaluate(CARELESS, [text, False])
        marked += bool(harm(page))
        ran += any(line.startswith(("stranger", "request")) for line in desktop.watch.seen)
        page.evaluate(CARELESS, [text, True])
        linked += bool(harm(page))
    desktop.watch.seen.clear()
    assert marked >= MARKED
    assert linked >= LINKED
    assert ran >= RAN
