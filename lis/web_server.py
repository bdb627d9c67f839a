"""How does gunicorn serve? In so many processes, to the end of what it began, with logs that tell on nobody.

It is named to gunicorn as its configuration: `--config python:lis.web_server`.
"""

import os
from pathlib import Path
from typing import Any

from launch import variables as env
from launch.places import data_dir

# Read by the library that counts when it is first imported: where the processes lay their figures together.
os.environ["PROMETHEUS_MULTIPROC_DIR"] = env.text(
    "PROMETHEUS_MULTIPROC_DIR", str(data_dir() / "figures"), "the path of a folder"
)

from prometheus_client import multiprocess

from lis.settings.watching import LOGGING

bind = env.text(
    "WEB_BIND", "127.0.0.1:8000", "an address of this machine and a port, such as 127.0.0.1:8000",
    env.matching(r"\S*:[0-9]{1,5}|unix:\S+|fd://[0-9]+"),
)  # fmt: skip
workers = env.number("WEB_PROCESSES", 2)
threads = env.number("WEB_THREADS", 4)
worker_class = "gthread"
# TERM lets requests under way come to their end for so long; whoever stops the process must wait a little longer.
graceful_timeout = 25
timeout = 60
control_socket_disable = True
# One log, in one form. There is no access log of gunicorn's: it would hold addresses with all that stands in them.
logconfig_dict = LOGGING
accesslog = None


def on_starting(server: Any) -> None:
    """Begin to count anew: what processes before us have counted was theirs."""
    folder = Path(os.environ["PROMETHEUS_MULTIPROC_DIR"])
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for old in folder.glob("*.db"):
        old.unlink()


def child_exit(server: Any, worker: Any) -> None:
    """A process that is gone holds nothing any more; what it has counted stays counted."""
    multiprocess.mark_process_dead(worker.pid)
