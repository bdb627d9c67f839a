"""Somebody who listens, so that a test can tell whether a paper made anybody call."""

import socket
import threading

import pytest


@pytest.fixture
def listening():
    """The port of a server that only counts who comes, and the list of those that came."""
    came: list[object] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.1)
        stop = threading.Event()

        def listen() -> None:
            while not stop.is_set():
                try:
                    connection, _ = server.accept()
                except TimeoutError:
                    continue
                came.append(connection)
                connection.close()

        thread = threading.Thread(target=listen)
        thread.start()
        yield server.getsockname()[1], came
        stop.set()
        thread.join()
