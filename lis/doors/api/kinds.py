"""Which kinds of refusal a program may meet, and what it should do about each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Kind:
    """One kind of refusal: its status, its short name and what a program should do about it."""

    status: int
    title: str
    advice: str


KINDS = {
    "malformed": Kind(400, "This cannot be read", "Send one JSON object in UTF-8, as the schema describes it."),
    "bad-input": Kind(400, "Something that was sent is wrong", "Correct the fields under “errors” and send it again."),
    "unknown-parameter": Kind(400, "There is no such parameter", "Leave out what the address does not take."),
    "token-refused": Kind(401, "The token is not accepted", "Ask for a new token; this one is wrong, over or revoked."),
    "not-signed-in": Kind(401, "Say who you are", "Send “Authorization: Bearer” and your token, or sign in."),
    "not-you": Kind(403, "This is not yours to do", "Leave it to the people named in “detail”."),
    "forbidden": Kind(403, "This is not allowed", "With a session, send the CSRF token of the page you came from."),
    "not-found": Kind(404, "Nothing here that you can see", "Check the reference. What you may not see is not found."),
    "method": Kind(405, "This address does not take that method", "Use a method named in the “Allow” header."),
    "not-acceptable": Kind(406, "There is no such format", "Accept “application/json”."),
    "not-now": Kind(409, "Not now", "Do first what “reasons” ask for, then try again."),
    "key-reused": Kind(409, "This key was used before", "Send new content under a new Idempotency-Key."),
    "stale": Kind(412, "It has changed since you read it", "Read it again, decide again, and send the new ETag."),
    "draft-clash": Kind(412, "Somebody else has written meanwhile", "Join both texts and send the new draft revision."),
    "too-large": Kind(413, "This is too long", "Send less at a time."),
    "media-type": Kind(415, "This kind of content is not understood", "Send “Content-Type: application/json”."),
    "version-missing": Kind(428, "Say which revision you have read", "Send its ETag in “If-Match”."),
    "key-missing": Kind(428, "Send a key", "Send an “Idempotency-Key” of your own, the same when you try again."),
    "too-many": Kind(429, "Too many calls", "Wait as long as “Retry-After” says."),
    "error": Kind(500, "Something went wrong on our side", "Try again later: the same step is not taken twice."),
    "read-only": Kind(503, "Nothing can be changed just now", "Read on; try to write again later."),
}


class Problem(Exception):
    """A refusal by the door itself, before or after the engine was asked."""

    def __init__(self, code: str, sentence: str = "", headers: dict[str, str] | None = None, **more: Any) -> None:
        self.code, self.sentence, self.headers, self.more = code, sentence, headers or {}, more
        super().__init__(sentence)


def problem(code: str, sentence: str = "", **more: Any) -> dict[str, Any]:
    """The body of a problem of the kind ``code``; ``sentence`` says what is wrong here, in plain words."""
    kind = KINDS[code]
    detail = f"{sentence} {kind.advice}" if sentence and code in _ADVISED else sentence or kind.advice
    told = {"type": address_of(code), "title": kind.title, "status": kind.status, "detail": detail, "code": code}
    return {**told, **more}


def address_of(code: str) -> str:
    """Where a kind of problem is explained, relative to this host."""
    return f"/api/v1/#problem-{code}"


# Where the sentence alone says what is wrong but not what to do.
_ADVISED = {"malformed", "unknown-parameter", "not-found", "method", "draft-clash"}
