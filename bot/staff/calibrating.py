"""`hairline calibrate`: fits ranking, confidence and routing numbers anew, after content or phrasings changed much.

It learns from the content's own phrasings, each left out of the index in turn, and from data/calibration/, questions
that were written without sight of the phrasings. The test conversations are never used.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from bot import fitted, runtime, voice
from bot.dependence import PERSONAL, routed
from bot.education import answerable_features
from bot.names import Route
from bot.reading import History, read
from bot.routing import Router, examples_of
from bot.settings import Settings
from index import build, fit, fusion
from index.classifier import RidgeClassifier
from index.content import Content
from index.fusion import Fusion, confidence_features, shares
from index.search import Searcher

SAMPLE = 3000  # phrasings that are left out in turn
OWN_SHARE = 0.5  # weight of the own phrasings against the independent questions
# The questions were written to find out what is not covered, and ask for it too often. Of what patients ask in this
# field, we take one in ten to be something that the content leaves out; see docs/decisions/004.
UNANSWERED = 0.1
ELSEWHERE = 0.15  # and of all that is asked, one in seven to have nothing to do with hair
SHRINK = 1e-4  # the features of confidence differ by tenths, so their weights must be free to grow
SEED = 0

Say = Callable[[str], None]


def calibrate(settings: Settings, say: Say) -> dict[str, Any]:
    """Fit all numbers, write them beside the code that uses them, and return the figures of the fit."""
    parts = runtime.assemble(settings)
    items = _items(settings.root / "data" / "calibration" / "questions.jsonl")
    say("ranking: leaving out phrasings one by one")
    weights = _weights(parts.searcher, items)
    searcher = _with(parts.searcher, Fusion(weights, parts.searcher.fusion.calibration))
    uncovered = _uncovered(searcher, items)
    searcher = _with(searcher, Fusion(weights, searcher.fusion.calibration, uncovered))
    say("confidence: independent questions")
    calibration, quality = _confidence(searcher, parts.content, items)
    chosen = Fusion(weights, calibration, uncovered)
    (Path(fusion.__file__).parent / "fusion.json").write_text(
        json.dumps(chosen.to_json(), indent=2) + "\n", encoding="utf-8"
    )
    say("routes: leaving out phrasings one by one")
    router, depends, depends_quality = _routes(settings, searcher)
    answerable, answerable_quality = _answerable(_with(searcher, chosen), router, parts.content, items)
    numbers = {
        "sharpness": _rounded([router.sharpness]),
        "answerable": _rounded(answerable),
        "depends": _rounded(depends),
    }
    fitted.FILE.write_text(json.dumps(numbers, indent=2) + "\n", encoding="utf-8")
    return {
        "uncovered": uncovered,
        "weights": dict(zip(searcher.evidence.names, _rounded(weights), strict=True)),
        "confidence.auc": quality,
        "answerable.auc": answerable_quality,
        "depends.auc": depends_quality,
        **numbers,
    }


def _items(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def _with(searcher: Searcher, chosen: Fusion) -> Searcher:
    return Searcher(searcher.content, searcher.rows, searcher.evidence, searcher.embedder, searcher.speller, chosen)


def _weights(searcher: Searcher, items: list[dict[str, Any]]) -> tuple[float, ...]:
    owners = searcher.evidence.owners
    place = {owner: i for i, owner in enumerate(owners)}
    vectors = searcher.evidence.vectors.all_rows()
    prepared = [searcher.prepare(row.text) for row in searcher.rows]
    labels = [row.owner for row in searcher.rows]
    phrasings = build.centres(searcher.rows)
    _, found = RidgeClassifier.train(
        searcher.evidence.kernel.among(vectors[phrasings]),
        [labels[i] for i in phrasings],
        ridge=build.RIDGE,
        leave_one_out=True,
    )
    assert found is not None  # noqa: S101 - asked for
    left_out = dict(zip(phrasings, found, strict=True))
    sample = np.random.default_rng(SEED).permutation(phrasings)[:SAMPLE]
    own = np.stack(
        [
            searcher.evidence.collect(
                prepared[i], searcher.compare(vectors[i]), without=int(i), classifier_scores=left_out[i]
            )[0]
            for i in sample
        ]
    )
    own_right = np.zeros((len(sample), len(owners)), dtype=bool)
    own_right[np.arange(len(sample)), [place[labels[i]] for i in sample]] = True
    asked = [item for item in items if item["answers"]]
    texts = [searcher.prepare(item["text"]) for item in asked]
    others = np.stack([searcher.evidence.collect(t, searcher.compare(searcher.encode(t)))[0] for t in texts])
    others_right = np.array([[owner in item["answers"] for owner in owners] for item in asked])
    return tuple(fit.conditional_logit([(own, own_right, OWN_SHARE), (others, others_right, 1.0)]))


def _uncovered(searcher: Searcher, items: list[dict[str, Any]]) -> float:
    """How much less likely a subject is than its evidence says: from questions in the mixture that patients ask."""
    asked = [item for item in items if item["answers"] or item["route"] == "uncovered"]
    texts = [searcher.prepare(item["text"]) for item in asked]
    evidence = (searcher.evidence.collect(t, searcher.compare(searcher.encode(t)))[0] for t in texts)
    utilities = np.stack([searcher.fusion.rank(found) for found in evidence]).astype(np.float64)
    marked = searcher.uncovered == 1
    right = np.array(
        [
            [owner in item["answers"] for owner in searcher.evidence.owners] if item["answers"] else marked
            for item in asked
        ]
    )
    return fit.penalty_of(utilities, marked, right, _mixture(asked, asked))


def _confidence(searcher: Searcher, content: Content, items: list[dict[str, Any]]) -> tuple[tuple[float, ...], float]:
    rows, right, asked = [], [], _educational(items)
    for item in asked:
        text = searcher.prepare(item["text"])
        evidence, _ = searcher.evidence.collect(text, searcher.compare(searcher.encode(text)))
        share = shares(searcher.utilities(evidence))
        first = int(share.argmax())
        rows.append(confidence_features(evidence, share, first, searcher.kin[first], searcher.uncovered))
        right.append(_fits(content, searcher.evidence.owners[first], item))
    features, outcome = np.array(rows, dtype=np.float64), np.array(right, dtype=np.float64)
    beta = fit.logistic(features, outcome, _mixture(asked, asked), SHRINK)
    return tuple(beta), fit.ranking_quality(beta[0] + features @ beta[1:], outcome)


def _routes(settings: Settings, searcher: Searcher) -> tuple[Router, fit.Matrix, float]:
    content, own = examples_of(searcher, list(runtime.routing_phrasings(settings)))
    router, left_out = Router.train(content, own, leave_one_out=True)
    texts, intents = [*content.texts, *own.texts], [*content.routes, *own.routes]
    assert left_out is not None  # noqa: S101 - asked for
    personal = {route.value for route in PERSONAL}
    rankings = [router.probabilities(scores) for scores in left_out]
    signs = np.array([[routed(ranking), *voice.features(text)] for ranking, text in zip(rankings, texts, strict=True)])
    target = np.array([float(intent in personal) for intent in intents])
    kept = np.array([intent not in (Route.EMERGENCY.value, Route.CRISIS.value) for intent in intents])
    signs, target = signs[kept], target[kept]
    weight = np.where(target == 1, (target == 0).sum() / target.sum() / 3, 1.0)
    beta = fit.logistic(signs, target, weight, penalty=1e-4)
    return router, beta, fit.ranking_quality(beta[0] + signs @ beta[1:], target)


def _answerable(
    searcher: Searcher, router: Router, content: Content, items: list[dict[str, Any]]
) -> tuple[fit.Matrix, float]:
    rows, right, asked = [], [], []
    for item in _educational(items):
        reading = read(searcher, router, item["text"], History())
        if reading.whole is not None and not reading.whole.exact:
            rows.append(answerable_features(reading, reading.whole))
            right.append(_fits(content, reading.whole.hits[0].owner, item))
            asked.append(item)
    features, outcome = np.array(rows), np.array(right, dtype=np.float64)
    beta = fit.logistic(features, outcome, _mixture(_educational(items), asked))
    return beta, fit.ranking_quality(beta[0] + features @ beta[1:], outcome)


def _educational(items: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [item for item in items if item["route"] in ("education", "uncovered", "off_topic")]


def _mixture(asked: list[dict[str, Any]], kept: list[dict[str, Any]]) -> fit.Matrix:
    """How much each kept question counts, so that of all that were asked as many lack an answer as we take it to be."""
    found = Counter(item["route"] for item in asked)
    field = 1 - ELSEWHERE
    share = {"education": field * (1 - UNANSWERED), "uncovered": field * UNANSWERED, "off_topic": ELSEWHERE}
    return np.array([share[item["route"]] / found[item["route"]] for item in kept])


def _fits(content: Content, owner: str, item: dict[str, Any]) -> float:
    sections = {answer.id: set(answer.sources) for answer in content.answers}
    wanted = set().union(*(sections[answer] for answer in item["answers"])) if item["answers"] else set()
    return float(bool(sections.get(owner, set()) & wanted))


def _rounded(numbers: Any) -> list[float]:
    return [round(float(number), 3) for number in numbers]
