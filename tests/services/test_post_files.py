"""A clinic without a mail server finds its letters as files."""

from __future__ import annotations

import email
import logging
import stat
from email.policy import SMTP
from pathlib import Path

import pytest

from actions.consultations.mail_settings import MailSettings
from actions.consultations.post import FolderPostbox, TemporaryPostError, postbox
from tests.services.mail_server import SENDER, letter


def test_letters_become_files_when_no_server_is_set(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    folder = tmp_path / "var" / "mail"
    box = postbox(MailSettings(SENDER, SENDER), folder)
    for id in (1, 2, 2):
        box.send(letter(id=id))
    assert sorted(path.name for path in folder.iterdir()) == [
        "a1f0c2.1_demo-clinic.example.eml",
        "a1f0c2.2_demo-clinic.example.eml",
    ]
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}
    message = email.message_from_bytes((folder / "a1f0c2.1_demo-clinic.example.eml").read_bytes(), policy=SMTP)
    assert message["To"] == "anna@patient.example"
    (record,) = caplog.records
    assert record.levelno == logging.WARNING
    assert record.getMessage() == f"mail.not_configured set HAIRLINE_SMTP_URL; until then letters are files in {folder}"


def test_a_folder_that_cannot_be_written_is_tried_again(tmp_path: Path) -> None:
    (tmp_path / "mail").write_text("in the way")
    with pytest.raises(TemporaryPostError, match="cannot be written"):
        FolderPostbox(tmp_path / "mail").send(letter())
