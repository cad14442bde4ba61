"""What an index was built from. An index that does not fit what is asked of it is refused, not used."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path

from index.errors import StaleIndexError

FILE = "manifest.json"
FORMAT = 2  # raise it when the files of an index change their shape or meaning
MEND = "run `hairline build`"


@dataclass(frozen=True)
class Manifest:
    """The identity of one index.

    phrasings_sha256: what the classifiers learn from; texts of answers may change without it. encoder_sha256: the
    code that made the encoder's export and the vectors.
    """

    format: int
    model: str
    model_sha256: str
    dimension: int
    metric: str
    content_sha256: str
    phrasings_sha256: str
    encoder_sha256: str
    rows: int
    answers: int
    built_at: str
    encoder_parity: float

    def write(self, folder: Path) -> None:
        """Write the manifest last: an index without one counts as not built."""
        (folder / FILE).write_text(json.dumps(asdict(self), indent=2) + "\n", encoding="utf-8")

    @classmethod
    def read(cls, folder: Path) -> Manifest:
        """Read the manifest of `folder`. Raises StaleIndexError when there is none that this code understands."""
        try:
            raw = json.loads((folder / FILE).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            raise StaleIndexError(f"there is no complete index in {folder}; {MEND}") from None
        if not isinstance(raw, dict) or raw.get("format") != FORMAT:
            raise StaleIndexError(f"the index in {folder} has another format than this version reads; {MEND}")
        try:
            return cls(**raw)
        except TypeError:
            raise StaleIndexError(f"the manifest in {folder} is damaged; {MEND}") from None

    def require(self, *, content_sha256: str, model_sha256: str) -> None:
        """Raise StaleIndexError when the index was built from other content or another model."""
        if self.content_sha256 != content_sha256:
            raise StaleIndexError(f"the content has changed since the index was built on {self.built_at}; {MEND}")
        if self.model_sha256 != model_sha256:
            raise StaleIndexError(
                f"the index was built with the model {self.model} ({self.model_sha256[:12]}…), "
                f"but the configured one is {model_sha256[:12]}…; {MEND}, or set HAIRLINE_MODEL back"
            )


def digest_files(paths: list[Path], root: Path) -> str:
    """Return the SHA-256 over names and bytes of `paths`, in the order of their names."""
    digest = hashlib.sha256()
    for path in sorted(paths):
        data = path.read_bytes()
        digest.update(f"{path.relative_to(root)}\0{len(data)}\0".encode())
        digest.update(data)
    return digest.hexdigest()
