"""What can `./run` do? Serve the demonstration, stop it, reset it, run a command, the tests, or take pictures."""

import contextlib
import fcntl
import os
import shutil
import signal
import sys
import time
from collections.abc import Iterator

from launch import demonstration, packages, postgres
from launch import variables as env
from launch.places import ROOT, data_dir, make_data_dir
from launch.processes import Interrupted, listen_for_stop

USAGE = """\
./run                       prepare everything and serve the demonstration (HOST and PORT change its address)
./run stop                  stop it
./run reset                 remove its database and all that was made in it
./run manage COMMAND ...    one of Django's commands
./run test [ARGUMENT ...]   the tests; what follows goes to pytest
./run screenshots [FOLDER]  every page as each person, as pictures
./run bench [OPTION ...]    how fast it is beside plain Django; --quick for a glance, --help for the rest
"""
PATIENCE = 60
# What people made in the demonstration and what was made for them; not what was installed.
REMOVED_BY_RESET = ("files", "broker", "cache", "figures", "logs")


class Refused(Exception):
    """The command cannot be carried out; the message is a sentence for the person at the keyboard."""


def main(arguments: list[str]) -> int:
    """Carry out one command line; gives the exit code."""
    commands = {
        "stop": stop, "reset": reset, "manage": manage, "test": test, "screenshots": screenshots, "bench": bench,
    }  # fmt: skip
    try:
        if not arguments:
            return serve()
        if arguments[0] in commands:
            return commands[arguments[0]](arguments[1:])
    except (Refused, demonstration.Failed, packages.InstallError, postgres.ClusterError) as problem:
        print(problem, file=sys.stderr)
        return 1
    except (Interrupted, KeyboardInterrupt):
        print("Stopped.", file=sys.stderr)
        return 130
    asked = arguments[0] in ("help", "-h", "--help")
    print(USAGE, end="", file=sys.stdout if asked else sys.stderr)
    return 0 if asked else 2


def serve() -> int:
    listen_for_stop()
    address = demonstration.Address(host(), port())
    with only_one(address):
        demonstration.serve(address)
    return 0


def host() -> str:
    return env.text("HOST", "127.0.0.1", "the address of this machine on which to listen")


def port() -> int:
    return env.number("PORT", 8000, most=65_535)


@contextlib.contextmanager
def only_one(address: demonstration.Address) -> Iterator[None]:
    """The one demonstration of this data directory; a lock that a killed process lets go of, with a note in it."""
    with (make_data_dir() / "run.lock").open("a+") as lock:
        if not free(lock):
            raise Refused(f"Concordat already runs at {running(lock)[1]}. ./run stop stops it.")
        lock.truncate(0)
        lock.write(f"{os.getpid()} {address}")
        lock.flush()
        yield
        lock.truncate(0)


def free(lock) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def running(lock) -> tuple[int, str]:
    """The process number and the address of the demonstration that holds the lock."""
    lock.seek(0)
    number, _, address = lock.read().partition(" ")
    return int(number or 0), address


def stop(arguments: list[str]) -> int:
    """Stop the demonstration, wherever it was started, and a database server that outlived a killed one."""
    with (make_data_dir() / "run.lock").open("a+") as lock:
        if free(lock):
            postgres.cluster().stop_unless_used()
            print("Concordat was not running.")
            return 0
        number, address = running(lock)
        with contextlib.suppress(ProcessLookupError):
            os.kill(number, signal.SIGTERM)
        deadline = time.monotonic() + PATIENCE
        while not free(lock):
            if time.monotonic() > deadline:
                raise Refused(f"Process {number} was asked to stop a minute ago and still runs.")
            time.sleep(0.1)
    print(f"Concordat is stopped; it ran at {address}.")
    return 0


def reset(arguments: list[str]) -> int:
    """Remove the demonstration's database and files, so that the next start makes them anew."""
    if os.environ.get("DATABASE_URL"):
        raise Refused("DATABASE_URL names a server of your own, and ./run reset removes only the embedded one's data.")
    stop(arguments)
    postgres.cluster().remove()
    for name in REMOVED_BY_RESET:
        shutil.rmtree(data_dir() / name, ignore_errors=True)
    for path in data_dir().glob("beat-schedule*"):
        path.unlink()
    print(f"The database, the files and the logs of the demonstration in {data_dir()} are removed.")
    return 0


def manage(arguments: list[str]) -> int:
    """Become one of Django's commands; it finds or starts the database itself."""
    demonstration.prepare(packages.RUNTIME, say=sys.stderr)
    become(str(ROOT / "manage.py"), *arguments)


def test(arguments: list[str]) -> int:
    """Become pytest, with a process for each core unless the arguments say otherwise."""
    demonstration.prepare(packages.TESTS, say=sys.stderr)
    chosen = any(argument.startswith(("-n", "--numprocesses", "--pdb", "--dist")) for argument in arguments)
    cores = [] if chosen else ["-n", str(os.cpu_count() or 1), "--dist", "worksteal"]
    become("-m", "pytest", "-p", "no:cacheprovider", *cores, *arguments)


def screenshots(arguments: list[str]) -> int:
    """Become the program that walks through every page as each person."""
    demonstration.prepare(packages.TESTS, say=sys.stderr)
    become("-m", "tests.screenshots", *(arguments or [str(data_dir() / "screenshots")]))


def bench(arguments: list[str]) -> int:
    """Become the program that measures, on a database and in a folder of its own."""
    demonstration.prepare(packages.RUNTIME, say=sys.stderr)
    become("-m", "benchmarks", *arguments)


def become(*arguments: str) -> None:
    """Become the private environment's Python, so that signals and exit codes are the program's own."""
    line = [str(packages.python()), *arguments]
    sys.stdout.flush()
    os.chdir(ROOT)
    os.execve(line[0], line, demonstration.environment())
