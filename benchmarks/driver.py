"""How long does an answer take? Asked over sockets of our own, one request after the other on each, as a program does.

Standard library only, and no more work for each answer than to find its end: what the driver does between two requests
would be counted as the server's.
"""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

PIECE = 1 << 18
PATIENCE = 120
END_OF_HEAD, END_OF_CHUNKS = b"\r\n\r\n", b"\r\n0\r\n\r\n"
KEPT = 1 << 20


class Unexpected(Exception):
    """The server answered something else than it should."""


@dataclass
class Reply:
    """An answer: its status, its head in lower-case letters, and its body."""

    status: int
    head: bytes
    body: bytes

    def header(self, name: str) -> str:
        """The value of a header, "" when it is missing."""
        start = self.head.find(b"\r\n" + name.lower().encode() + b":")
        if start < 0:
            return ""
        end = self.head.find(b"\r\n", start + 2)
        return self.head[start + len(name) + 3 : end if end >= 0 else None].strip().decode()


class Line:
    """One connection, kept alive from request to request."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.socket: socket.socket | None = None

    def ask(self, request: bytes) -> Reply:
        """Send one request and read its answer to the end; once more where the server has closed an idle line."""
        if self.socket is None:
            self.open()
        try:
            self.socket.sendall(request)
            return self.read()
        except (ConnectionError, Unexpected) as problem:
            if isinstance(problem, Unexpected) and problem.args != ("closed",):
                raise
            self.close()
            self.open()
            self.socket.sendall(request)
            return self.read()

    def open(self) -> None:
        self.socket = socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def close(self) -> None:
        if self.socket is not None:
            self.socket.close()
            self.socket = None

    def read(self) -> Reply:
        found = b""
        while END_OF_HEAD not in found:
            found += self._more()
        head, _, body = found.partition(END_OF_HEAD)
        head = b"\r\n" + head.partition(b"\r\n")[2].lower() if b"\r\n" in head else head
        status = int(found[9:12])
        reply = Reply(status, head, b"")
        if reply.header("transfer-encoding") == "chunked":
            body = self._chunked(body)
        else:
            pieces, missing = [body], int(reply.header("content-length") or 0) - len(body)
            while missing > 0:
                pieces.append(self._more())
                missing -= len(pieces[-1])
            body = b"".join(pieces)
        if reply.header("connection") == "close":
            self.close()
        reply.body = body
        return reply

    def _chunked(self, first: bytes) -> bytes:
        """What comes in chunks, to the empty one; of a long answer only the beginning is kept."""
        kept, last = first, first[-len(END_OF_CHUNKS) :]
        while last != END_OF_CHUNKS:
            piece = self._more()
            if len(kept) < KEPT:
                kept += piece
            last = (last + piece)[-len(END_OF_CHUNKS) :]
        return kept

    def _more(self) -> bytes:
        piece = self.socket.recv(PIECE)
        if not piece:
            raise Unexpected("closed")
        return piece


# Builds the next request of a client, who is told the answer to the last.
Asker = Callable[[Reply | None], bytes]


@dataclass
class Slice:
    """What one kind of request took: how long each answer, in seconds, and how long all together."""

    times: list[float] = field(default_factory=list)
    seconds: float = 0.0
    rows: int = 0

    def add(self, other: Slice) -> None:
        self.times += other.times
        self.seconds += other.seconds
        self.rows += other.rows

    @property
    def rate(self) -> float:
        """Requests a second."""
        return len(self.times) / self.seconds if self.seconds else 0.0

    def percentile(self, share: float) -> float:
        """The time within which that share of the answers came, in milliseconds."""
        ordered = sorted(self.times)
        return 1000 * ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0


def drive(port: int, askers: list[Asker], seconds: float, expected: tuple[int, ...]) -> Slice:
    """Let each of ``askers`` ask at ``port``, one request after the other, for that long and at least once.

    Raises :class:`Unexpected` for an answer whose status is none of ``expected``.
    """
    found, problems = Slice(), []
    until = time.perf_counter() + seconds

    def client(ask: Asker) -> None:
        line, reply, times = Line(port), None, []
        try:
            while time.perf_counter() < until or not times:
                request = ask(reply)
                began = time.perf_counter()
                reply = line.ask(request)
                times.append(time.perf_counter() - began)
                if reply.status not in expected:
                    first = request.partition(b"\r\n")[0].decode()
                    raise Unexpected(f"{first} answered {reply.status}: {reply.body[:600].decode(errors='replace')}")
        except Exception as problem:
            problems.append(problem)
        finally:
            line.close()
            found.times += times

    began = time.perf_counter()
    threads = [threading.Thread(target=client, args=[ask]) for ask in askers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    found.seconds = time.perf_counter() - began
    if problems:
        raise problems[0]
    return found
