"""Building the index, and loading it again: content + model -> var/index -> Searcher."""

from __future__ import annotations

import datetime as dt
import gzip
import json
import os
import shutil
import tempfile
import zlib
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from importlib import resources
from pathlib import Path
from typing import Any

import numpy as np

from index import lexical, manifest
from index import text as texts
from index.classifier import RidgeClassifier
from index.content import Content
from index.embedder import MODEL_FILE, TOKENIZER_FILE, OnnxEmbedder, Vectors
from index.errors import StaleIndexError
from index.evidence import Evidence
from index.fusion import Fusion
from index.kernel import Kernel
from index.manifest import Manifest, digest_files
from index.model_files import ModelFiles
from index.rows import Row, rows_of
from index.search import Searcher
from index.vectors import VectorIndex

VECTORS, ROWS, KERNEL, CLASSIFIER, WORDS = "rows.faiss", "rows.json.gz", "kernel.npz", "classifier.npz", "words.json.gz"
RIDGE = 0.3  # chosen by leave-one-out on the content's own phrasings
MOST_CENTRES = 24_000  # phrasings that the classifier learns from: it needs 4 bytes for each pair of them
ENCODER_CODE = ("embedder.py", "reference.py")
LEARNING_CODE = ("classifier.py", "kernel.py", "lexical.py", "text.py")
CODE = ("build.py", "content.py", "rows.py", "vectors.py", *ENCODER_CODE, *LEARNING_CODE)
LEFT_OVER = ".building-"
PROBES = 200  # texts of the content on which a new export is compared with the original
COMMON_WORDS, RARE_WORDS = 27_000, 33_000  # of English, most frequent first
METRIC = "inner product of unit vectors"

Progress = Callable[[str], None]


def digest(content_folder: Path, vocabulary: Iterable[str] = (), leave_out: Collection[str] = ()) -> str:
    """Return the SHA-256 of the content files, of the extra vocabulary, and of the code that shapes an index.

    leave_out: names of files that no index is made from, so that a change in them needs no build.
    """
    learnt = [path for path in content_folder.rglob("*.yml") if path.name not in leave_out]
    files = code_digest(CODE) + digest_files(learnt, content_folder)
    return digest_text(files + "\0" + " ".join(sorted(vocabulary)))


def code_digest(names: Sequence[str]) -> str:
    """Return the SHA-256 of modules of this package."""
    here = Path(__file__).parent
    return digest_files([here / name for name in names], here)


def digest_text(text: str) -> str:
    """Return the SHA-256 of one text."""
    import hashlib

    return hashlib.sha256(text.encode()).hexdigest()


def build(
    content: Content,
    files: ModelFiles,
    folder: Path,
    *,
    content_sha256: str,
    vocabulary: Sequence[str] = (),
    say: Progress = lambda _: None,
) -> Manifest:
    """Build the index of `content` in `folder`, embedding only texts that the index there does not hold yet.

    The folder changes in one step at the end: an interrupted build leaves the old index as it was. Only one build may
    work on a folder at a time; what a killed one left behind is cleared away.
    Raises ModelFilesError, or OSError when the disk is full.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    for left in folder.parent.glob(f"{LEFT_OVER}{folder.name}-{'?' * 8}"):  # as mkdtemp names them
        shutil.rmtree(left, ignore_errors=True)
    work = Path(tempfile.mkdtemp(prefix=f"{LEFT_OVER}{folder.name}-", dir=folder.parent))
    try:
        made = _build_into(work, content, files, folder, content_sha256, vocabulary, say)
        _swap(work, folder)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return made


def _build_into(
    work: Path,
    content: Content,
    files: ModelFiles,
    old: Path,
    content_sha256: str,
    vocabulary: Sequence[str],
    say: Progress,
) -> Manifest:
    known, parity = _old_vectors(old, files)
    reference = None
    if parity is None:
        say(f"loading {files.name} (sentence-transformers) and exporting it for serving")
        from index.reference import ReferenceEncoder

        reference = ReferenceEncoder(files)
        parity = reference.export(work)
    else:
        for name in (MODEL_FILE, TOKENIZER_FILE):
            os.link(old / name, work / name)
    encode = OnnxEmbedder(work).encode  # the same for index and questions, and quicker than the original
    rows = rows_of(content)
    counts = Counter(word for row in rows for word in texts.words(row.text))
    counts.update(vocabulary)
    everyday, rare = dictionaries()
    curated = curated_words(content)
    speller = texts.Speller(counts, everyday, rare, curated)
    prepared = [speller.text(row.text) for row in rows]
    new = sorted(set(prepared) - set(known))
    say(f"embedding {len(new)} new of {len(rows)} texts")
    known.update(zip(new, encode(new), strict=True))
    if reference is not None:
        probes = new[:: max(1, len(new) // PROBES)]
        parity = min(parity, reference.require_parity(probes, np.stack([known[text] for text in probes])))
    vectors = np.stack([known[text] for text in prepared]).astype(np.float32)
    phrasings_sha256 = _learn(work, rows, prepared, vectors, files, old, say)
    spelt = " ".join(speller.word(word) for word in sorted(set(vocabulary)))  # how routing phrasings are read
    VectorIndex.build(vectors).save(work / VECTORS)
    _write(work / ROWS, [[row.owner, row.kind, row.text, text] for row, text in zip(rows, prepared, strict=True)])
    _write(
        work / WORDS,
        {"content": dict(counts), "everyday": " ".join(everyday), "rare": " ".join(rare), "curated": " ".join(curated)},
    )
    made = Manifest(
        format=manifest.FORMAT,
        model=files.name,
        model_sha256=files.sha256,
        dimension=int(vectors.shape[1]),
        metric=METRIC,
        content_sha256=content_sha256,
        phrasings_sha256=digest_text(f"{phrasings_sha256} {spelt}"),
        encoder_sha256=code_digest(ENCODER_CODE),
        rows=len(rows),
        answers=len(content.answers),
        built_at=dt.datetime.now(dt.timezone.utc).isoformat(timespec="seconds"),
        encoder_parity=round(parity, 6),
    )
    made.write(work)
    return made


def _learn(
    work: Path,
    rows: Sequence[Row],
    prepared: Sequence[str],
    vectors: Vectors,
    files: ModelFiles,
    old: Path,
    say: Progress,
) -> str:
    """Train the answer classifier, or keep the old one when it learnt from the same; return the phrasings' digest."""
    known = centres(rows)
    learnt = "\n".join(f"{rows[i].owner}\t{prepared[i]}" for i in known)
    recipe = digest_text(f"{code_digest(LEARNING_CODE)}:{RIDGE}:{files.sha256}:{code_digest(ENCODER_CODE)}\n{learnt}")
    if RidgeClassifier.recipe_of(old / CLASSIFIER) == recipe:
        try:
            Kernel.load(old / KERNEL, len(known))
            RidgeClassifier.load(old / CLASSIFIER)
        except StaleIndexError:
            pass
        else:
            for name in (KERNEL, CLASSIFIER):
                os.link(old / name, work / name)
            return recipe
    say(f"training the answer classifier on {len(known)} phrasings")
    kernel = Kernel.of([prepared[i] for i in known])
    classifier, _ = RidgeClassifier.train(kernel.among(vectors[known]), [rows[i].owner for i in known], ridge=RIDGE)
    kernel.save(work / KERNEL)
    classifier.save(work / CLASSIFIER, recipe=recipe)
    return recipe


def centres(rows: Sequence[Row], most: int = MOST_CENTRES) -> list[int]:
    """Return the numbers of the phrasings to learn from: all, or every second, third ... of a record beyond `most`."""
    step = max(1, -(-sum(row.kind == "phrasing" for row in rows) // most))
    seen: Counter[str] = Counter()
    chosen = []
    for number, row in enumerate(rows):
        if row.kind == "phrasing":
            if seen[row.owner] % step == 0:
                chosen.append(number)
            seen[row.owner] += 1
    return chosen


def curated_words(content: Content) -> list[str]:
    """Return the words of the answers and of the subjects' names, as they were written with care."""
    told = [sentence for answer in content.answers for sentence in (*answer.texts(), answer.brief, answer.question)]
    told += [subject.name for subject in content.subjects]
    return sorted({word for sentence in told for word in texts.words(sentence)})


def dictionaries() -> tuple[list[str], list[str]]:
    """Return everyday English words (the Dale-Chall list and what is written often) and the rarer ones.

    Frequencies are those of wordfreq (Speer, 2022). It counts what is written, slips included: COMMON_WORDS stops
    above the frequent slips ("becuase", "recieve").
    """
    from wordfreq import top_n_list

    listed = resources.files("textstat").joinpath("resources/en/easy_words.txt").read_text(encoding="utf-8")
    often = [word for word in top_n_list("en", COMMON_WORDS + RARE_WORDS) if word.isascii() and word.isalpha()]
    everyday = {word.strip().lower() for word in listed.splitlines() if word.strip()} | set(often[:COMMON_WORDS])
    return sorted(everyday), sorted(set(often) - everyday)


def _old_vectors(old: Path, files: ModelFiles) -> tuple[dict[str, Vectors], float | None]:
    """Vectors by prepared text from a usable index of the same model, and its parity; else nothing."""
    try:
        before = Manifest.read(old)
        if before.model_sha256 != files.sha256 or before.encoder_sha256 != code_digest(ENCODER_CODE):
            return {}, None
        vectors = VectorIndex.load(old / VECTORS).all_rows()
        OnnxEmbedder(old)
        known = {text: vectors[i] for i, (_, _, _, text) in enumerate(_read_rows(old))}
    except (StaleIndexError, IndexError):
        return {}, None
    return known, before.encoder_parity


def _read_rows(folder: Path) -> list[tuple[str, str, str, str]]:
    return [tuple(line) for line in _read(folder / ROWS)]


def _write(path: Path, value: Any) -> None:
    with gzip.open(path, "wt", encoding="utf-8", compresslevel=5) as file:
        json.dump(value, file)


def _read(path: Path) -> Any:
    try:
        with gzip.open(path, "rt", encoding="utf-8") as file:
            return json.load(file)
    except (OSError, ValueError, EOFError, zlib.error) as error:
        raise StaleIndexError(f"{path.name} cannot be read ({error}); {manifest.MEND}") from error


def _swap(work: Path, folder: Path) -> None:
    """Put `work` in the place of `folder`; a crash in between leaves no manifest, which counts as not built."""
    aside = folder.with_name(f".old-{folder.name}")
    shutil.rmtree(aside, ignore_errors=True)
    if folder.exists():
        folder.rename(aside)
    work.rename(folder)
    shutil.rmtree(aside, ignore_errors=True)


def load(
    content: Content, folder: Path, *, content_sha256: str, model_sha256: str, fusion: Fusion | None = None
) -> Searcher:
    """Load the index in `folder` for serving. Imports neither torch nor sentence-transformers.

    `content` may leave out answers that are not servable; they are then not found (`Found.awaiting`).
    Raises StaleIndexError when the index is missing, damaged, or was built from something else.
    """
    made = Manifest.read(folder)
    made.require(content_sha256=content_sha256, model_sha256=model_sha256)
    embedder = OnnxEmbedder(folder)
    vectors = VectorIndex.load(folder / VECTORS)
    stored = _read_rows(folder)
    classifier = RidgeClassifier.load(folder / CLASSIFIER)
    if not (embedder.dimension == vectors.dimension == made.dimension and len(vectors) == len(stored) == made.rows):
        raise StaleIndexError(f"the files of the index in {folder} do not belong together; {manifest.MEND}")
    rows = [Row(owner, "phrasing" if kind == "phrasing" else "passage", text) for owner, kind, text, _ in stored]
    learnt = centres(rows)
    kernel = Kernel.load(folder / KERNEL, len(learnt))
    if len(classifier) != len(learnt):
        raise StaleIndexError(f"the files of the index in {folder} do not belong together; {manifest.MEND}")
    words = lexical.bm25([text for *_, text in stored])
    spelling = _read(folder / WORDS)
    listed = [spelling[name].split() for name in ("everyday", "rare", "curated")]
    speller = texts.Speller(spelling["content"], *listed)
    evidence = Evidence(rows, vectors, words, kernel, learnt, classifier)
    return Searcher(content, rows, evidence, embedder, speller, fusion or Fusion.shipped())
