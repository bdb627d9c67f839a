"""The child process that reads one paper: bytes in, JSON out, with limits on memory, time and files."""

import json
import resource
import sys
from datetime import datetime

from propositions.intake.reading.apart import SECONDS
from propositions.intake.reading.paper import UnreadablePaper
from propositions.intake.reading.upload import read_upload
from propositions.intake.stored import to_data

_MEMORY = 1024 * 1024 * 1024


def main() -> None:
    """Read the upload on standard input (a line of JSON, then the bytes) and print what ``from_data`` can read."""
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    head = json.loads(sys.stdin.buffer.readline())
    try:
        paper = read_upload(head["name"], sys.stdin.buffer.read(), at=datetime.fromisoformat(head["at"]))
    except UnreadablePaper as error:
        json.dump({"unreadable": error.sentence}, sys.stdout)
    else:
        json.dump({"paper": to_data(paper)}, sys.stdout)


if __name__ == "__main__":
    main()
