"""Texts that strangers send to have a page do something, and a look at what a page made of them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page

from tests.browser.canned_replies import SLOTS, SOURCE, Json, answer, button, reply

CORPUS = Path(__file__).with_name("xss.txt")

# Everything in the page and in all shadow trees: what no text may become, and where links may lead.
LOOK = """
() => {
  const found = [], links = ['href', 'src', 'action', 'formaction', 'data', 'poster', 'ping', 'background', 'srcset'];
  const plain = new Set(`a address article aside b bdi br button datalist dd details dialog div dl dt em fieldset footer form h1 h2 h3
    h4 h5 h6 header hr i input label legend li menu nav ol option output p path section select slot small span strong summary
    circle line polyline rect svg textarea time ul g title`.split(/\\s+/));
  const look = (root, within) => {
    for (const element of root.querySelectorAll('*')) {
      const tag = element.localName;
      if (within && !plain.has(tag)) found.push(`<${tag}>`);
      if (!within && /^(script|iframe|object|embed|base|portal|frame)$/.test(tag) && !/\\/chat\\/widget\\.js$/.test(element.src))
        found.push(`<${tag}> in the page`);
      for (const { name, localName, value } of element.attributes) {
        if (name.startsWith('on') || localName === 'srcdoc') found.push(`<${tag} ${name}=${value}>`);
        if (localName === 'style' && /url|expression|fixed/.test(value)) found.push(`<${tag} style=${value}>`);
        if (within && links.includes(localName) && !/^(https|tel|mailto):/.test(value)) found.push(`<${tag} ${name}=${value}>`);
        if (within && localName === 'href' && !/^(https:|tel:[+0-9().-]*$|mailto:[^?&%<>]*$)/.test(value)) found.push(`<${tag} ${name}=${value}>`);
      }
      if (element.shadowRoot) look(element.shadowRoot, true);
    }
  };
  look(document, false);
  for (const name of Object.keys(Object.prototype)) found.push(`Object.prototype.${name}`);
  if ({}.polluted !== undefined) found.push('polluted');
  if (typeof document.querySelector !== 'function') found.push('document.querySelector');
  return found;
}
"""


def corpus() -> list[str]:
    """Return the hostile texts, in the file's order."""
    lines = CORPUS.read_text(encoding="utf-8").split("\n")
    kept = [line for line in lines if line.strip() and not line.startswith("# ")]
    return [json.loads(line) if line.startswith('"') and line.endswith('"') else line for line in kept]


def harm(page: Page) -> list[str]:
    """Return what the page has made of hostile texts that is more than text."""
    return list(page.evaluate(LOOK))


def _sources(bad: str) -> list[Json]:
    source = dict.fromkeys(SOURCE, bad)
    return reply("answer", "As asked.", answers=[{**answer("a", bad, source), "evidence_text": bad, "evidence": bad}])


def _ids(bad: str) -> list[Json]:
    return reply(bad, "As asked.", answers=[answer(bad, "Does it hurt?", SOURCE)], booking={"step": bad})


def _step(step: str, bad: str) -> list[Json]:
    slots = [{"title": bad, "start": SLOTS[0]["start"]}, {"title": "Tue", "start": bad}]
    booking = {"step": step, "zone": bad, "zones": [bad], "slots": slots, "slot": bad, "reference": bad}
    return reply("booking", "As asked.", bad, booking={**booking, "questions": [bad], "proof": bad, "choice": bad})


STEPS = "zone time name contact consent confirm over resume reference proof choice cancel move".split()
POLLUTION: Json = {"__proto__": {"polluted": "yes"}, "constructor": {"prototype": {"polluted": "yes"}}}


def everything(bad: str, step: str) -> list[Json]:
    """Return a reply whose every text is this one, with this step of a booking."""
    said = _step(step, bad)
    said[0] = {**said[0], "text": bad, "suggestions": [button(bad), button("Title", bad), button(bad, "payload")]}
    custom = said[1]["custom"]
    custom |= {"answers": _sources(bad)[1]["custom"]["answers"], "suggestions": said[0]["suggestions"], **POLLUTION}
    custom["booking"] |= POLLUTION
    return said


# Where a hostile text stands in a turn that is not the newest: its typed text, then what is replied.
PLACES: dict[str, Callable[[str], tuple[str, list[Json]]]] = {
    "typed text": lambda bad: (bad, reply("answer", "As asked.")),
    "reply": lambda bad: ("hello", reply("answer", bad)),
    "emergency": lambda bad: ("hello", reply("emergency", bad, bad)),
    "paragraphs": lambda bad: ("hello", reply("answer", f"{bad}\n\n- {bad}\n- {bad}\n\n{bad}\n{bad}")),
    "sources": lambda bad: ("hello", _sources(bad)),
    "ids": lambda bad: ("hello", _ids(bad)),
    "reference": lambda bad: ("hello", _step("over", bad)),
}


def infected(config: Json, bad: str) -> Json:
    """Return a configuration whose every text is this one; its version and its limits stay."""

    def change(value: object) -> object:
        if isinstance(value, dict):
            return {key: value[key] if key in ("version", "limits") else change(value[key]) for key in value}
        if isinstance(value, list):
            return [change(each) for each in value]
        return bad if isinstance(value, str) else value

    changed = change(config)
    assert isinstance(changed, dict)
    return changed
