"""What bars people from a page: axe-core's findings, and what it does not look at."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import axe_playwright_python
from playwright.sync_api import Page

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
SMALLEST, TEXT = 24, 16  # CSS pixels: what is pressed, and what is typed

# What can be pressed and is smaller than it must be (links within a sentence may be, WCAG 2.5.8), or scrolls two ways.
SMALL = """
([smallest, text]) => {
  const found = [], root = document.querySelector('hairline-chat').shadowRoot;
  for (const each of root.querySelectorAll('a[href], button, input, textarea, select, summary, [tabindex="0"]')) {
    if (!each.checkVisibility({ visibilityProperty: true })) continue;
    const { width, height } = (each.matches('input[type=radio], input[type=checkbox]') && each.closest('label') || each)
      .getBoundingClientRect();
    const within = each.matches('a') && getComputedStyle(each).display === 'inline';
    if (!within && Math.min(width, height) < smallest) found.push(`${each.outerHTML} is ${width} x ${height}`);
    const size = parseFloat(getComputedStyle(each).fontSize);
    if (each.matches('input:not([type=radio]), textarea, select') && size < text) found.push(`${each.outerHTML} has ${size} px`);
  }
  for (const each of root.querySelectorAll('*')) {
    if (/auto|scroll/.test(getComputedStyle(each).overflowX) && !each.matches('textarea') && each.scrollWidth > each.clientWidth + 1)
      found.push(`<${each.localName} class=${each.className}> scrolls sideways: ${each.scrollWidth} > ${each.clientWidth}`);
  }
  return found;
}
"""
RUN = """
async (tags) => {
  const { violations } = await axe.run('hairline-chat', { runOnly: { type: 'tag', values: tags }, resultTypes: ['violations'] });
  return violations.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map((node) => `${node.html} ${node.failureSummary}`).join(' | ')}`);
}
"""


@lru_cache(maxsize=1)
def axe() -> str:
    """Return axe-core as the package brings it."""
    (script,) = Path(axe_playwright_python.__file__).parent.glob("**/axe.min.js")
    return script.read_text(encoding="utf-8")


def barriers(page: Page) -> list[str]:
    """Return what axe finds in the widget as it is now, and what is too small to be hit or read."""
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(axe())
    found = page.evaluate(RUN, TAGS) + page.evaluate(SMALL, [SMALLEST, TEXT])
    return [str(each) for each in found]
