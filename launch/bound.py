"""How is no process left behind? On Linux a program can ask to be told of its parent's end, and to inherit orphans.

Run as a script, `bound.py PARENT PROGRAM [ARGUMENT ...]`: asks for TERM when its parent, a process number, is gone,
then becomes the program.
"""

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG, PR_SET_CHILD_SUBREAPER = 1, 36


def ask_kernel(option: int, value: int) -> None:
    """Ask for one of Linux's services to a process; elsewhere there is nobody to ask, and we do without."""
    prctl = getattr(ctypes.CDLL(None), "prctl", None)
    if prctl is not None:
        prctl(option, value, 0, 0, 0)


def adopt_orphans() -> None:
    """From now on whatever our children leave behind becomes ours, so that we can wait for its end."""
    ask_kernel(PR_SET_CHILD_SUBREAPER, 1)


def become(parent: int, line: list[str]) -> None:
    """Become the program, which from now on is told to end when its parent is gone."""
    ask_kernel(PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() == parent:  # Else it was gone before we asked.
        os.execv(line[0], line)


if __name__ == "__main__":
    become(int(sys.argv[1]), sys.argv[2:])
