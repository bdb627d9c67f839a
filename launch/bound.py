"""What ends a program when whoever started it is killed? On Linux the kernel, if the program asks; this asks for it.

Run as a script, `bound.py PROGRAM [ARGUMENT ...]`: asks, then becomes the program.
"""

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1


def become(line: list[str]) -> None:
    """Become the program, which from now on is told to end when its parent is gone."""
    prctl = getattr(ctypes.CDLL(None), "prctl", None)
    if prctl is not None:
        prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    os.execv(line[0], line)


if __name__ == "__main__":
    become(sys.argv[1:])
