"""Which revision has the caller read? ETags ``"<revision>.<hash of the body>"``, given out and taken back."""

from __future__ import annotations

import re
from typing import Any

from rest_framework.request import Request
from rest_framework.utils.encoders import JSONEncoder

from lis.engine.canonical import digest
from lis.engine.errors import VersionMissing

from .kinds import Problem

HASH_LENGTH = 16
# A proxy that compresses may have made the tag weak or added its mark to it; the revision is what counts.
_TAG = re.compile(r'\s*(?:W/)?"(?P<revision>[0-9]{1,9})(?:[.\-;][\x21\x23-\x7e]*)?"\s*', re.ASCII)
_ANY_TAG = re.compile(r'(?:W/)?("[\x21\x23-\x7e\x80-\xff]*")')
_KEY = re.compile(r"[\x21\x23-\x5b\x5d-\x7e](?:[\x20\x21\x23-\x5b\x5d-\x7e]{0,98}[\x21\x23-\x5b\x5d-\x7e])?")
_encoder = JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def etag(revision: int, body: Any) -> str:
    """The strong ETag of a representation of a record at ``revision``."""
    return f'"{revision}.{digest(_encoder.encode(body))[:HASH_LENGTH]}"'


def expected_revision(request: Request) -> int | None:
    """The revision that ``If-Match`` names, weak or strong, whatever follows it in the tag; None without the header.

    Raises :class:`VersionMissing` for ``*``, which names none; a header that is no ETag of ours, or more than one,
    is a problem of its own.
    """
    header = request.META.get("HTTP_IF_MATCH", "").strip()
    if not header:
        return None
    if header == "*":
        raise VersionMissing("“*” names no revision. Send the ETag of the one that you have read in If-Match.")
    found = _TAG.fullmatch(header)
    if found is None:
        raise Problem("malformed", 'If-Match is not one ETag of this service, such as "7.0123456789abcdef".')
    return int(found["revision"])


def unchanged(request: Request, tag: str) -> bool:
    """Whether ``If-None-Match`` names ``tag``: compared weakly and as a whole, as RFC 9110 asks."""
    header = request.META.get("HTTP_IF_NONE_MATCH", "").strip()
    return header == "*" or tag in _ANY_TAG.findall(header)


def idempotency_key(request: Request, *, required: bool = False) -> str:
    """The caller's ``Idempotency-Key``, quoted or not; "" without one. Raises a problem where one is required."""
    header = request.META.get("HTTP_IDEMPOTENCY_KEY", "").strip()
    if not header and not required:
        return ""
    if not header:
        raise Problem("key-missing")
    key = header[1:-1] if len(header) > 1 and header[0] == header[-1] == '"' else header
    if not _KEY.fullmatch(key):
        raise Problem("malformed", "The Idempotency-Key must have 1 to 100 plain characters, such as a UUID.")
    return key
