"""Does a deployment's web server end in good order, count over all its processes, and tell on nobody in its log?"""

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from uuid import uuid4

import pytest

from launch.places import ROOT
from tests.deployment import FLEET

PATIENCE = 60


@pytest.fixture
def server(tmp_path):
    """A web server of two processes as a deployment has it, its database out of reach: a port, and what it said."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    given = {
        "PATH": os.environ["PATH"],
        "DATA_DIR": str(tmp_path),
        "PYTHONPATH": str(ROOT),
        # Nothing has gathered the static files there, which whitenoise warns of in words of its own.
        "PYTHONWARNINGS": "ignore",
        "METRICS_TOKEN": "the watcher's",
        "PROMETHEUS_MULTIPROC_DIR": str(tmp_path / "figures"),
        "WEB_BIND": f"127.0.0.1:{port}",
        "WEB_PROCESSES": "2",
        "SECURE_SSL_REDIRECT": "0",
        **FLEET,
    }
    line = [sys.executable, "-m", "gunicorn", "--config", "python:lis.web_server", "tests.set_up.slow_site:application"]
    with (tmp_path / "log").open("wb") as log:
        process = subprocess.Popen(line, env=given, cwd=ROOT, stdout=log, stderr=log)
    web = Web(process, port, tmp_path / "log")
    end = time.monotonic() + PATIENCE
    while web.status("/health") != 200:
        assert process.poll() is None, web.said()
        assert time.monotonic() < end, web.said()
        time.sleep(0.1)
    yield web
    process.kill()
    process.wait()


class Web:
    def __init__(self, process, port, log):
        self.process, self.port, self.log = process, port, log

    def said(self):
        return self.log.read_text()

    def ask(self, address, method="GET", **headers):
        asked = urllib.request.Request(f"http://127.0.0.1:{self.port}{address}", headers=headers, method=method)
        with urllib.request.urlopen(asked, timeout=PATIENCE) as answer:
            return answer.read().decode()

    def status(self, *asked, **headers):
        try:
            self.ask(*asked, **headers)
        except urllib.error.HTTPError as answer:
            with answer:
                return answer.code
        except OSError:
            return None
        return 200


def test_web_server_of_a_deployment(server):
    """One start for all of it, since a start takes seconds: figures, log, and an end in good order."""
    # Enough of them that both processes have refused some; at an address that asks neither database nor templates.
    refused = [server.status(f"/files/{uuid4()}/?quokka", "OPTIONS", Host="concordat.example") for _ in range(20)]
    figures = server.ask("/metrics", Authorization="Bearer the watcher's")
    assert server.status("/broken/?quokka=1") == 500
    with socket.create_connection(("127.0.0.1", server.port)) as line:
        line.sendall(b"QUOKKA quokka@lancashire.example\r\n\r\n")
        assert b"400" in line.recv(1000)

    assert refused == [405] * 20
    assert 'concordat_requests_total{method="OPTIONS",route="file_fetch",status="405"} 20.0' in figures.splitlines()
    assert "concordat_database_up 0.0" in figures.splitlines()

    answer = []
    under_way = threading.Thread(target=lambda: answer.append(server.ask("/slow/")))
    under_way.start()
    while "begun" not in server.said():
        time.sleep(0.02)
    server.process.send_signal(signal.SIGTERM)
    under_way.join(PATIENCE)

    assert answer == ["to the end"]
    assert server.process.wait(PATIENCE) == 0
    lines = [json.loads(line) for line in server.said().splitlines() if line != "begun"]
    assert {line["logger"] for line in lines} >= {"gunicorn.error", "lis.doors.counting"}
    assert "quokka" not in server.said().lower()


def test_web_server_does_not_start_without_what_it_needs(tmp_path):
    line = [sys.executable, "-m", "gunicorn", "--config", "python:lis.web_server", "lis.wsgi:application"]
    given = {"PATH": os.environ["PATH"], "DATA_DIR": str(tmp_path), "PYTHONPATH": str(ROOT)}

    answer = subprocess.run(line, env=given, cwd=ROOT, capture_output=True, text=True, check=False, timeout=PATIENCE)

    assert answer.returncode == 1
    assert answer.stderr.startswith("Concordat does not start: SECRET_KEY is not set.")
    assert answer.stderr.count("\n") == 1
