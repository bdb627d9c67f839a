"""A document as a tagged PDF (PDF/UA-1), set in a child process that may use only so much time and memory."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from lis.engine.canonical import clean_text

from .contents import Document, Heading, Run, Table

CONTENT_TYPE = "application/pdf"
SECONDS = 30
_ROOT = Path(__file__).resolve().parents[3]


class NotMade(Exception):
    """The PDF could not be made within the limits; ``sentence`` says to the reader what to do instead."""

    sentence = "The PDF could not be made just now. Take the Word file, or print the page; both have the same words."


def write_pdf(document: Document) -> bytes:
    """``document`` as a PDF. Raises :class:`NotMade`. The same document gives the same words on the same pages.

    The child is given neither the environment nor a file of ours: only the words as data, never as markup.
    """
    try:
        child = subprocess.run(
            [sys.executable, "-m", "lis.exports.documents.typesetting"],
            input=json.dumps(as_data(document), ensure_ascii=False).encode(),
            capture_output=True,
            cwd=_ROOT,
            env={"PYTHONPATH": str(_ROOT), "PYTHONIOENCODING": "utf-8", "PATH": os.defpath},
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise NotMade from error
    if child.returncode or not child.stdout.startswith(b"%PDF"):
        raise NotMade
    return child.stdout


def as_data(document: Document) -> dict[str, Any]:
    """The document as plain data, which is all that the typesetter is given."""
    blocks = [_block(block) for block in document.blocks]
    return {"title": _text(document.title), "foot": _text(document.foot), "blocks": blocks}


def _block(block: Any) -> dict[str, Any]:
    match block:
        case Heading():
            return {"kind": "heading", "level": block.level, "text": _text(block.text)}
        case Table():
            rows = [[[_runs(line) for line in cell] for cell in row] for row in block.rows]
            return {"kind": "table", "headings": [_text(one) for one in block.headings], "rows": rows}
    return {"kind": "paragraph", "runs": _runs(block)}


def _runs(paragraph: tuple[Run, ...]) -> list[dict[str, str]]:
    return [{"text": _text(run.text), "style": run.style} for run in paragraph]


def _text(text: str) -> str:
    # A tab has no width of its own in a set line.
    return clean_text(text).replace("\t", "    ")
