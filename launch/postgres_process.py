"""Which process is the database server, and is it gone? It leaves a note with its number in its folder of data."""

import contextlib
import os
from pathlib import Path

NOTE = "postmaster.pid"


def number_in(data: Path) -> int | None:
    """The number of the server's first process, if there is a note of one."""
    note = data / NOTE
    return int(note.read_text().split()[0]) if note.exists() else None


def forget_the_dead(data: Path) -> None:
    """Remove the note of a server that is gone, if its number has since been given to some other program.

    PostgreSQL takes any living process of that number for itself and refuses to start. It is safe to remove the note
    only if no process works in the data folder any more, which is where every part of a server stands.
    """
    note, processes = data / NOTE, Path("/proc")
    if not note.exists() or not (processes / "self" / "cwd").exists():
        return
    for process in processes.glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if (process / "cwd").samefile(data):
                return
    note.unlink(missing_ok=True)


def ended(process: int) -> bool:
    """Whether a process has ended, be it that nobody has taken note of it yet."""
    with contextlib.suppress(ChildProcessError):
        return os.waitpid(process, os.WNOHANG)[0] == process
    try:
        os.kill(process, 0)
        line = Path(f"/proc/{process}/cmdline")
        return line.exists() and not line.read_bytes()
    except OSError:
        return True
