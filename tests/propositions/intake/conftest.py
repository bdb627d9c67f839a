"""A real office program for tests: where it is found, and what happens where there is none."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

NAMES = ("soffice", "libreoffice")
MISSING = "No LibreOffice was found on this machine. Install libreoffice-writer-nogui; then the tests of its PDFs run."
PATIENCE = 180  # seconds; its first start on a slow machine takes half a minute

AsPdf = Callable[[bytes], bytes]


@pytest.fixture(scope="session")
def as_pdf(tmp_path_factory: pytest.TempPathFactory) -> AsPdf:
    """Turns a Word file into a PDF. The tests are skipped without LibreOffice, unless REQUIRE_LIBREOFFICE=1."""
    program = next((found for name in NAMES if (found := shutil.which(name))), None)
    if program is None:
        if os.environ.get("REQUIRE_LIBREOFFICE") == "1":
            pytest.fail(MISSING)
        pytest.skip(MISSING)
    profile = tmp_path_factory.mktemp("libreoffice")

    def turn(word: bytes) -> bytes:
        folder: Path = tmp_path_factory.mktemp("pdf")
        (folder / "paper.docx").write_bytes(word)
        line = [program, "--headless", f"-env:UserInstallation={profile.as_uri()}", "--convert-to", "pdf", "paper.docx"]
        done = subprocess.run(line, cwd=folder, capture_output=True, text=True, timeout=PATIENCE, check=False)
        made = folder / "paper.pdf"
        assert made.is_file(), f"LibreOffice made no PDF: {done.stdout} {done.stderr}"
        return made.read_bytes()

    return turn
