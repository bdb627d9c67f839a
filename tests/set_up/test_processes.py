"""Are services kept running, and is nothing of theirs left when they are stopped?"""

import os
import sys
import time

import pytest

from launch import processes
from launch.processes import Interrupted, Service

# A program that ignores TERM, with a child that ignores it too, and writes both numbers down.
STUBBORN = """
import os, signal, sys, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
child = os.fork()
if child:
    print(os.getpid(), child, flush=True)
time.sleep(60)
"""
PARENT_THAT_IS_KILLED = """
import os, signal, sys
from pathlib import Path
from launch.processes import Service
service = Service("sleeper", [sys.executable, "-c", "import time; time.sleep(60)"], dict(os.environ), Path(sys.argv[1]))
service.start()
print(service.process.pid, flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.fixture(autouse=True)
def nobody_asked_to_stop():
    processes.stop_asked.clear()
    yield
    processes.stop_asked.clear()


def lives(process: int) -> bool:
    try:
        with open(f"/proc/{process}/stat") as status:
            return status.read().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def wait_until(condition, seconds=10.0):
    deadline = time.monotonic() + seconds
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.02)
    assert condition()


def service(tmp_path, program: str) -> Service:
    return Service("thing", [sys.executable, "-c", program], dict(os.environ), tmp_path / "log")


def test_stopping_ends_the_stubborn_and_their_children(tmp_path, monkeypatch):
    monkeypatch.setattr(processes, "GRACE", 0.5)
    stubborn = service(tmp_path, STUBBORN)
    stubborn.start()
    wait_until(lambda: stubborn.log.exists() and len(stubborn.log.read_text().split()) == 2)
    numbers = [int(word) for word in stubborn.log.read_text().split()]

    processes.stop_all([stubborn])

    assert [number for number in numbers if lives(number)] == []


def test_what_ends_by_itself_is_started_again_until_it_is_hopeless(tmp_path, capsys):
    broken = service(tmp_path, "raise SystemExit('no good')")
    broken.start()

    problem = processes.keep_running([broken])

    assert problem == f"The thing ended 3 times in a row. What it said is in {broken.log}."
    assert broken.log.read_text().count("no good") == 3
    assert capsys.readouterr().out.count("is started again") == 2


def test_services_end_with_a_parent_that_is_killed(tmp_path):
    from_parent = processes.subprocess.run(
        [sys.executable, "-c", PARENT_THAT_IS_KILLED, str(tmp_path / "log")],
        env=os.environ | {"PYTHONPATH": str(processes.ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    child = int(from_parent.stdout)

    wait_until(lambda: not lives(child))


def test_preparation_ends_when_asked_to_stop():
    processes.stop_asked.set()

    with pytest.raises(Interrupted):
        processes.run([sys.executable, "-c", "import time; time.sleep(60)"])


def test_preparation_gives_the_exit_code():
    assert processes.run([sys.executable, "-c", "raise SystemExit(7)"]) == 7
