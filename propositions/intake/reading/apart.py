"""How a paper is read safely: short text at once, all else in a child process that may use only so much."""

import json
import os
import subprocess
import sys
from datetime import datetime
from pathlib import Path

from propositions.intake.reading.assembling import from_bytes, from_text
from propositions.intake.reading.paper import TOO_HEAVY, Paper, UnreadablePaper
from propositions.intake.reading.safety import check_size, is_plain, kind_of
from propositions.intake.stored import from_data

SECONDS = 30
MAX_PASTED = 512 * 1024
_ROOT = Path(__file__).resolve().parents[3]
_SMALL_TEXT = 64 * 1024  # read in this process: a paper of 20 pages costs a blink


def read_pasted(text: str, *, at: datetime) -> Paper:
    """The paper in words that were pasted into a form. Raises nothing but ``UnreadablePaper``."""
    content = text.encode("utf-8", "surrogatepass")
    check_size(content)
    if len(content) > MAX_PASTED:
        raise UnreadablePaper(
            f"This text is longer than {MAX_PASTED // 1024} KB. Paste only the table, or upload the paper as a file."
        )
    return from_text("Pasted text", text, content, (), at)


def read_upload_safely(name: str, content: bytes, *, at: datetime) -> Paper:
    """The same as ``read_upload``, in a child process with limits on memory and time unless it is a short text.

    The child is given neither the environment nor a file of ours: only the bytes, and it answers in JSON.
    """
    check_size(content)
    if len(content) <= _SMALL_TEXT and is_plain(content):
        kind_of(content)  # refuses what is no paper
        return from_bytes(name, content, at)
    head = json.dumps({"name": name, "at": at.isoformat()}).encode() + b"\n"
    try:
        child = subprocess.run(
            [sys.executable, "-m", "propositions.intake.reading"],
            input=head + content,
            capture_output=True,
            cwd=_ROOT,
            env={"PYTHONPATH": str(_ROOT), "PYTHONIOENCODING": "utf-8", "PATH": os.defpath},
            timeout=SECONDS,
            check=False,
        )
        answer = json.loads(child.stdout)
    except (subprocess.TimeoutExpired, ValueError) as error:  # too slow, or stopped before it could answer
        raise UnreadablePaper(TOO_HEAVY) from error
    if "unreadable" in answer:
        raise UnreadablePaper(answer["unreadable"])
    return from_data(Paper, answer["paper"])
