"""`hairline calibrate`: fits ranking, confidence and routing numbers anew, after content or phrasings changed much.

It learns from the content's own phrasings, each left out of the index in turn, and from data/calibration/, questions
that were written without sight of the phrasings. The test conversations are never used.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from bot import runtime, voice
from bot.decision import FITTED_FILE, PERSONAL, answerable_features, routed
from bot.names import Route
from bot.reading import History, read
from bot.routing import Router
from bot.settings import Settings
from index import build, fit, fusion
from index.classifier import RidgeClassifier
from index.content import Content
from index.embedder import Vectors
from index.fusion import Fusion, confidence_features, shares
from index.rows import UNCOVERED
from index.search import Searcher
from index.text import all_ngrams

SAMPLE = 3000  # phrasings that are left out in turn
OWN_SHARE = 0.5  # weight of the own phrasings against the independent questions
SEED = 0

Say = Callable[[str], None]


def calibrate(settings: Settings, say: Say) -> dict[str, Any]:
    """Fit all numbers, write them beside the code that uses them, and return the figures of the fit."""
    parts = runtime.assemble(settings)
    items = _items(settings.root / "data" / "calibration" / "questions.jsonl")
    say("ranking: leaving out phrasings one by one")
    weights = _weights(parts.searcher, items)
    searcher = _with(parts.searcher, Fusion(weights, parts.searcher.fusion.calibration))
    say("confidence: independent questions")
    calibration, quality = _confidence(searcher, parts.content, items)
    fitted = Fusion(weights, calibration)
    (Path(fusion.__file__).parent / "fusion.json").write_text(
        json.dumps(fitted.to_json(), indent=2) + "\n", encoding="utf-8"
    )
    say("routes: leaving out phrasings one by one")
    router, depends, depends_quality = _routes(settings, searcher)
    answerable, answerable_quality = _answerable(_with(searcher, fitted), router, parts.content, items)
    numbers = {"answerable": _rounded(answerable), "depends": _rounded(depends)}
    FITTED_FILE.write_text(json.dumps(numbers, indent=2) + "\n", encoding="utf-8")
    return {
        "weights": dict(zip(searcher.evidence.names, _rounded(weights), strict=True)),
        "confidence.auc": quality,
        "answerable.auc": answerable_quality,
        "depends.auc": depends_quality,
        **numbers,
    }


def _items(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def _with(searcher: Searcher, fitted: Fusion) -> Searcher:
    return Searcher(searcher.content, searcher.rows, searcher.evidence, searcher.embedder, searcher.speller, fitted)


def _weights(searcher: Searcher, items: list[dict[str, Any]]) -> tuple[float, ...]:
    owners = searcher.evidence.owners
    place = {owner: i for i, owner in enumerate(owners)}
    vectors = searcher.evidence.vectors.all_rows()
    prepared = [searcher.prepare(row.text) for row in searcher.rows]
    grams = [all_ngrams(text) for text in prepared]
    labels = [row.owner for row in searcher.rows]
    _, left_out = RidgeClassifier.train(
        vectors, grams, labels, ridge=build.RIDGE, gram_share=build.GRAM_SHARE, leave_one_out=True
    )
    assert left_out is not None  # noqa: S101 - asked for
    phrasings = [i for i, row in enumerate(searcher.rows) if row.kind == "phrasing"]
    sample = np.random.default_rng(SEED).permutation(phrasings)[:SAMPLE]
    own = np.stack(
        [
            searcher.evidence.collect(prepared[i], vectors[i], without=int(i), classifier_scores=left_out[i])[0]
            for i in sample
        ]
    )
    own_right = np.zeros((len(sample), len(owners)), dtype=bool)
    own_right[np.arange(len(sample)), [place[labels[i]] for i in sample]] = True
    asked = [item for item in items if item["answers"]]
    texts = [searcher.prepare(item["text"]) for item in asked]
    others = np.stack([searcher.evidence.collect(t, searcher.encode(t))[0] for t in texts])
    others_right = np.array([[owner in item["answers"] for owner in owners] for item in asked])
    return tuple(fit.conditional_logit([(own, own_right, OWN_SHARE), (others, others_right, 1.0)]))


def _confidence(searcher: Searcher, content: Content, items: list[dict[str, Any]]) -> tuple[tuple[float, ...], float]:
    rows, right = [], []
    for item in _educational(items):
        text = searcher.prepare(item["text"])
        evidence, _ = searcher.evidence.collect(text, searcher.encode(text))
        share = shares(searcher.fusion.rank(evidence))
        first = int(share.argmax())
        rows.append(confidence_features(evidence, share, first, searcher.kin[first], searcher.uncovered))
        right.append(_fits(content, searcher.evidence.owners[first], item))
    features, outcome = np.array(rows, dtype=np.float64), np.array(right, dtype=np.float64)
    beta = fit.logistic(features, outcome)
    return tuple(beta), fit.ranking_quality(beta[0] + features @ beta[1:], outcome)


def _routes(settings: Settings, searcher: Searcher) -> tuple[Router, fit.Matrix, float]:
    intents, texts, vectors = routing_examples(settings, searcher)
    router, left_out = Router.train(texts, vectors, intents)
    personal = {route.value for route in PERSONAL}
    rankings = [router.probabilities(scores) for scores in left_out]
    signs = np.array([[routed(ranking), *voice.features(text)] for ranking, text in zip(rankings, texts, strict=True)])
    target = np.array([float(intent in personal) for intent in intents])
    kept = np.array([intent not in (Route.EMERGENCY.value, Route.CRISIS.value) for intent in intents])
    signs, target = signs[kept], target[kept]
    weight = np.where(target == 1, (target == 0).sum() / target.sum() / 3, 1.0)
    beta = fit.logistic(signs, target, weight, penalty=1e-4)
    return router, beta, fit.ranking_quality(beta[0] + signs @ beta[1:], target)


def routing_examples(settings: Settings, searcher: Searcher) -> tuple[list[str], list[str], Vectors]:
    """Return routes, prepared texts and (n, d) vectors of everything that the router learns from."""
    examples = [(intent, searcher.prepare(text)) for intent, text in runtime.routing_phrasings(settings)]
    vectors = [searcher.embedder.encode([text for _, text in examples])]
    for owner, text, vector in searcher.phrasings():
        examples.append(((Route.UNCOVERED if owner.startswith(UNCOVERED) else Route.EDUCATION).value, text))
        vectors.append(vector[None])
    return [intent for intent, _ in examples], [text for _, text in examples], np.concatenate(vectors)


def _answerable(
    searcher: Searcher, router: Router, content: Content, items: list[dict[str, Any]]
) -> tuple[fit.Matrix, float]:
    rows, right = [], []
    for item in _educational(items):
        reading = read(searcher, router, item["text"], History())
        if reading.whole is not None and not reading.whole.exact:
            rows.append(answerable_features(reading, reading.whole))
            right.append(_fits(content, reading.whole.hits[0].owner, item))
    features, outcome = np.array(rows), np.array(right, dtype=np.float64)
    beta = fit.logistic(features, outcome)
    return beta, fit.ranking_quality(beta[0] + features @ beta[1:], outcome)


def _educational(items: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [item for item in items if item["route"] in ("education", "uncovered", "off_topic")]


def _fits(content: Content, owner: str, item: dict[str, Any]) -> float:
    sections = {answer.id: set(answer.sources) for answer in content.answers}
    wanted = set().union(*(sections[answer] for answer in item["answers"])) if item["answers"] else set()
    return float(bool(sections.get(owner, set()) & wanted))


def _rounded(numbers: Any) -> list[float]:
    return [round(float(number), 3) for number in numbers]
