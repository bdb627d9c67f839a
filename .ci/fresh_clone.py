"""Does a newcomer's first start work? Serves a fresh clone where only Python and coreutils are, and stops it.

    python3 .ci/fresh_clone.py FOLDER

clones this repository into FOLDER, starts it there in an empty environment, stops it in every way there is, and exits
with an error at the first thing that is not as it should be. The clone stays, for the tests to run in.
"""

import contextlib
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

HERE = Path(__file__).resolve().parent.parent
COREUTILS = (
    "[ base64 basename cat chmod chown comm cp cut date dd df dirname du echo env expr false fold groups head hostid "
    "id install join link ln logname ls md5sum mkdir mkfifo mknod mktemp mv nice nl nohup nproc od paste pr printenv "
    "printf pwd readlink realpath rm rmdir seq sha256sum shuf sleep sort split stat stdbuf stty sum sync tac tail tee "
    "test timeout touch tr true truncate tsort tty uname unexpand uniq unlink users wc who whoami yes "
)
FIRST_START, LATER_START, STOP = 900, 180, 60


def main(folder: Path) -> None:
    subprocess.run(["git", "clone", "--quiet", "--no-hardlinks", str(HERE), str(folder)], check=True)
    bare = folder.parent / f"{folder.name}-path"
    make_bare_path(bare)
    port = free_port()
    environment = {"PATH": str(bare), "PORT": str(port)}

    say("First start: nothing is installed, npm is hidden")
    first = start(folder, environment, FIRST_START)
    print(first.said(), flush=True)
    check(page(port) == 200, "the front page is served")
    again = subprocess.run(["./run"], cwd=folder, env=environment, capture_output=True, text=True, check=False)
    check(again.returncode == 1 and "already runs" in again.stderr, "a second ./run says that one runs already")

    say("Ctrl-C")
    os.killpg(first.process.pid, signal.SIGINT)  # What a terminal does: to the whole group in front.
    check(first.process.wait(STOP) == 0, "Ctrl-C ends it well")
    check_nothing_is_left(folder)

    say("Second start: the data are there")
    before = mark(folder, environment)
    second = start(folder, environment, LATER_START)
    check(mark(folder, environment) == before, "the data are the same as before")
    check("Python packages" not in second.said(), "nothing is installed again")

    say("TERM")
    second.process.send_signal(signal.SIGTERM)
    check(second.process.wait(STOP) == 0, "TERM ends it well")
    check_nothing_is_left(folder)

    say("kill -9 of everything, then a third start")
    third = start(folder, environment, LATER_START)
    for process in [third.process.pid, *left(folder)]:
        with contextlib.suppress(ProcessLookupError):
            os.kill(process, signal.SIGKILL)
    third.process.wait(STOP)
    fourth = start(folder, environment, LATER_START)
    check(mark(folder, environment) == before, "the data are the same as before")

    say("./run stop")
    stopped = subprocess.run(["./run", "stop"], cwd=folder, env=environment, check=False)
    check(stopped.returncode == 0 and fourth.process.wait(STOP) == 0, "./run stop ends it well")
    check_nothing_is_left(folder)
    shutil.rmtree(bare)


def make_bare_path(bare: Path) -> None:
    """A folder with python3 and coreutils in it, and nothing else: no bash, no git, no ps, no npm."""
    bare.mkdir()
    (bare / "python3").symlink_to(os.path.realpath(sys.executable))
    for name in COREUTILS.split():
        if (Path("/usr/bin") / name).exists():
            (bare / name).symlink_to(Path("/usr/bin") / name)


class Started:
    """A `./run` under way, with what it has said so far."""

    def __init__(self, folder: Path, environment: dict[str, str]) -> None:
        self.output = folder.parent / f"{folder.name}-output"
        with self.output.open("wb") as output:
            self.process = subprocess.Popen(
                ["./run"],
                cwd=folder,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def said(self) -> str:
        return self.output.read_text(errors="replace")


def start(folder: Path, environment: dict[str, str], patience: int) -> Started:
    """Start it and wait until it says that it can be used."""
    started = Started(folder, environment)
    deadline = time.monotonic() + patience
    while "Ctrl-C stops it" not in started.said():
        if started.process.poll() is not None or time.monotonic() > deadline:
            print(started.said(), flush=True)
            check(False, "it starts")
        time.sleep(0.2)
    took = re.search(r"All together\s+([\d.]+) s", started.said())
    print(f"    served after {took.group(1)} s", flush=True)
    return started


def mark(folder: Path, environment: dict[str, str]) -> str:
    """Something that two databases made at different times would not have in common: a salted password's hash."""
    question = (
        "from lis.people.models import User; print(*User.objects.order_by('pk').values_list('password', flat=True))"
    )
    line = ["./run", "manage", "shell", "--no-imports", "-c", question]
    answer = subprocess.run(line, cwd=folder, env=environment, stdout=subprocess.PIPE, text=True, check=True).stdout
    check(len(answer.split()) > 5, "there are accounts")
    return answer


def left(folder: Path) -> list[int]:
    """The processes that belong to the clone: by their command line, or by the folder they stand in."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            # A process that has ended and only waits to be taken note of has no command line any more.
            line = (process / "cmdline").read_bytes()
            where = os.readlink(process / "cwd")
            # This script's own line ends with the folder's name; theirs name what is in it.
            if line and (os.fsencode(folder) + b"/" in line or Path(where).is_relative_to(folder)):
                found.append(int(process.name))
    return found


def check_nothing_is_left(folder: Path) -> None:
    """Names what is left: a number alone says nothing once the process has gone after all."""
    found = {}
    for process in left(folder):
        with contextlib.suppress(OSError):
            line = Path(f"/proc/{process}/cmdline").read_bytes().replace(b"\0", b" ")
            found[process] = line.decode(errors="replace")
    check(not found, f"no process is left {found or ''}")


def page(port: int) -> int:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=20) as answer:
        return answer.status


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def say(what: str) -> None:
    print(f"\n--- Fresh clone: {what}", flush=True)


def check(good: bool, what: str) -> None:
    print(f"    {'ok  ' if good else 'NOT '} {what}", flush=True)
    if not good:
        sys.exit(f"The fresh clone is not as it should be: {what}")


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve())
