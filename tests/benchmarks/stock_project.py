"""The stock Rasa bot as a project, made from our own content: what a team would build from Rasa's own advice. Pure.

One retrieval intent per answer with that answer's phrasings, the answer's short text as its response, and the
contract's machine-readable part beside it, so that both bots are judged alike.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import yaml

from index.content import Answer, Content

RETRIEVAL = "faq"
SMALL_TALK = {
    "greeting": "Hello! Ask me anything about stem-cell hair treatment.",
    "thanks": "You are welcome.",
    "goodbye": "Goodbye, take care.",
    "bot": "I am a bot.",
    "capabilities": "I answer questions about stem-cell hair treatment.",
}
FALLBACK = "Sorry, I did not understand that. Please say it in other words."

Project = dict[str, str]  # file name -> YAML text


@dataclass(frozen=True)
class Epochs:
    """How long each trained part is trained; 100 is what `rasa init` has.

    DIET only tells questions from small talk here (0.99 right after 3 epochs), ResponseSelector chooses the answer.
    """

    diet: int = 100
    selector: int = 100
    ted: int = 100


class _Dumper(yaml.SafeDumper):
    """Writes texts of several lines as blocks, which is how Rasa's examples are read and written."""


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None)


_Dumper.add_representer(str, _text)


def project(content: Content, routing: Iterable[tuple[str, str]], epochs: Epochs) -> Project:
    """Return the files of the project. routing: intent and phrasing of our own routes, for the small talk."""
    examples = {f"{RETRIEVAL}/{a.id}": [a.question, *a.phrasings] for a in content.answers}
    for intent, phrasing in routing:
        name = intent.removeprefix("route_")
        if name in SMALL_TALK:
            examples.setdefault(name, []).append(phrasing)
    nlu = [{"intent": name, "examples": _block(texts)} for name, texts in examples.items()]
    return {
        "config.yml": _dump(config(epochs)),
        "domain.yml": _dump(_domain(content)),
        "nlu.yml": _dump({"version": "3.1", "nlu": nlu}),
        "rules.yml": _dump({"version": "3.1", "rules": _rules(), "stories": _stories()}),
        "credentials.yml": _dump({"rest": {}}),
    }


def config(epochs: Epochs) -> dict[str, Any]:
    """Return the stock configuration."""
    words = {"name": "CountVectorsFeaturizer"}
    pipeline: list[dict[str, Any]] = [
        {"name": "WhitespaceTokenizer"},
        {"name": "RegexFeaturizer"},
        {"name": "LexicalSyntacticFeaturizer"},
        words,
        {**words, "analyzer": "char_wb", "min_ngram": 1, "max_ngram": 4},
        {"name": "DIETClassifier", "epochs": epochs.diet, "constrain_similarities": True},
        {"name": "EntitySynonymMapper"},
        {
            "name": "ResponseSelector",
            "epochs": epochs.selector,
            "retrieval_intent": RETRIEVAL,
            "constrain_similarities": True,
        },
        {"name": "FallbackClassifier", "threshold": 0.3},
    ]
    ted = {"name": "TEDPolicy", "max_history": 5, "epochs": epochs.ted, "constrain_similarities": True}
    return {
        "recipe": "default.v1",
        "assistant_id": "stock",
        "language": "en",
        "pipeline": pipeline,
        "policies": [{"name": "MemoizationPolicy"}, {"name": "RulePolicy"}, ted],
    }


def digest(files: Mapping[str, str]) -> str:
    """Return the SHA-256 that a trained model of these files is kept under."""
    return hashlib.sha256("\0".join(f"{name}\0{files[name]}" for name in sorted(files)).encode()).hexdigest()


def _domain(content: Content) -> dict[str, Any]:
    titles = {section.id: (source.title, section.heading) for source, section in content.sections()}
    responses = {
        f"utter_{RETRIEVAL}/{a.id}": [{"text": a.short, "custom": _custom(a, titles)}] for a in content.answers
    }
    for name, text in SMALL_TALK.items():
        responses[f"utter_{name}"] = [{"text": text, "custom": {"kind": "smalltalk", "answers": []}}]
    responses["utter_fallback"] = [{"text": FALLBACK, "custom": {"kind": "abstain", "answers": []}}]
    return {
        "version": "3.1",
        "intents": [RETRIEVAL, *SMALL_TALK],
        "actions": [f"utter_{RETRIEVAL}"],
        "responses": responses,
        "session_config": {"session_expiration_time": 60, "carry_over_slots_to_new_session": True},
    }


def _custom(answer: Answer, titles: Mapping[str, tuple[str, str]]) -> dict[str, Any]:
    sources = [{"section": s, "title": titles[s][0], "heading": titles[s][1]} for s in answer.sources]
    told = {"id": answer.id, "question": answer.question, "evidence": answer.evidence, "sources": sources}
    return {"kind": "answer", "answers": [told]}


def _rules() -> list[dict[str, Any]]:
    actions = {name: f"utter_{name}" for name in (RETRIEVAL, *SMALL_TALK)} | {"nlu_fallback": "utter_fallback"}
    return [{"rule": name, "steps": [{"intent": name}, {"action": said}]} for name, said in actions.items()]


def _stories() -> list[dict[str, Any]]:
    """A few conversations for TED and memoization, about as many as `rasa init` writes."""
    paths = (
        ("greeting", RETRIEVAL, "thanks", "goodbye"),
        (RETRIEVAL, RETRIEVAL, "thanks"),
        ("greeting", "capabilities", RETRIEVAL),
    )
    return [
        {"story": " then ".join(path), "steps": [s for n in path for s in ({"intent": n}, {"action": f"utter_{n}"})]}
        for path in paths
    ]


def _block(texts: Iterable[str]) -> str:
    """Return examples as Rasa reads them. Brackets would be entities to it, and a leading slash a command."""
    plain = (" ".join(text.translate({ord(c): " " for c in "[]{}"}).split()).lstrip("/ ") for text in texts)
    return "".join(f"- {text}\n" for text in dict.fromkeys(plain) if text)


def _dump(value: Any) -> str:
    return yaml.dump(value, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=10_000)
