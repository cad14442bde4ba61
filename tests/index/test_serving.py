"""Serving is light: it never loads what only builds need."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from bot.settings import Settings
from index.model_files import DEFAULT_SHA256
from tests.index.conftest import Small

ROOT = Path(__file__).resolve().parents[2]
SERVE = """
import sys
from pathlib import Path
from index import build
from index.content import load_content

content, folder, model_sha256 = sys.argv[1:]
searcher = build.load(load_content(Path(content)), Path(folder), content_sha256="small", model_sha256=model_sha256)
print(searcher.find("How much does it cost?").hits[0].owner)
print(*sorted({name.partition(".")[0] for name in sys.modules}))
"""
FOR_BUILDS_ONLY = {"torch", "sentence_transformers", "transformers", "tensorflow", "rasa", "wordfreq", "textstat"}


def test_loading_and_searching_imports_neither_torch_nor_transformers(settings: Settings, small: Small) -> None:
    command = [sys.executable, "-c", SERVE, str(settings.content), str(small.folder), DEFAULT_SHA256]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    owner, modules = done.stdout.splitlines()
    assert owner == "cost-range"
    assert {"onnxruntime", "faiss", "index"} <= set(modules.split())
    assert not FOR_BUILDS_ONLY & set(modules.split())
