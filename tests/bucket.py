"""An object storage for tests: as much of S3's language, over HTTP, as one bucket of small files needs."""

import contextlib
import threading
from collections.abc import Iterator
from email.utils import formatdate
from hashlib import md5
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit
from xml.sax.saxutils import escape

from lis.settings.files import BUCKET

NAME = "concordat-files"


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_PUT(self) -> None:
        self.server.objects[self.key()] = self.rfile.read(int(self.headers["Content-Length"]))
        self.answer(200)

    def do_GET(self) -> None:
        if not self.key():
            self.answer(200, self.listing(parse_qs(urlsplit(self.path).query)))
        elif self.key() in self.server.objects:
            self.answer(200, self.server.objects[self.key()])
        else:
            self.answer(404, b"<Error><Code>NoSuchKey</Code></Error>")

    do_HEAD = do_GET

    def do_DELETE(self) -> None:
        self.server.objects.pop(self.key(), None)
        self.answer(204)

    def key(self) -> str:
        """What stands behind the bucket's name; nothing where the bucket itself is meant."""
        _, bucket, *rest = unquote(urlsplit(self.path).path).split("/", 2)
        assert bucket == NAME, self.path
        return rest[0] if rest else ""

    def listing(self, asked: dict[str, list[str]]) -> bytes:
        (prefix,) = asked.get("prefix", [""])
        below = [key[len(prefix) :] for key in sorted(self.server.objects) if key.startswith(prefix)]
        folders = sorted({name.split("/")[0] for name in below if "/" in name})
        parts = [f"<CommonPrefixes><Prefix>{escape(prefix + name)}/</Prefix></CommonPrefixes>" for name in folders]
        parts += [f"<Contents><Key>{escape(prefix + name)}</Key></Contents>" for name in below if "/" not in name]
        return f"<ListBucketResult>{''.join(parts)}</ListBucketResult>".encode()

    def answer(self, status: int, content: bytes = b"") -> None:
        self.server.asked.append((self.command, self.key(), self.headers["Authorization"] or ""))
        self.send_response(status)
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Last-Modified", formatdate(self.server.written_at, usegmt=True))
        self.send_header("ETag", f'"{md5(content).hexdigest()}"')
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    def log_message(self, *arguments: object) -> None:
        """Nothing: the tests look at what was asked."""


class Bucket(ThreadingHTTPServer):
    """What lies in it, when all of it was written, and what was asked, with the signature that came with it."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.objects: dict[str, bytes] = {}
        self.asked: list[tuple[str, str, str]] = []
        self.written_at = 0.0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def storage(self) -> dict[str, Any]:
        """The settings of a deployment whose files lie here."""
        place = {"bucket_name": NAME, "endpoint_url": self.url, "region_name": "eu-west-2", "addressing_style": "path"}
        keys = {"access_key": "the-key", "secret_key": "the-secret"}
        return {**BUCKET, "OPTIONS": {**BUCKET["OPTIONS"], **place, **keys}}


@contextlib.contextmanager
def bucket() -> Iterator[Bucket]:
    with Bucket() as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
