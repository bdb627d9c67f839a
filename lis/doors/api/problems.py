"""How a refusal is told to a program: one ``application/problem+json`` for every kind, with what to do about it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.core.signals import got_request_exception
from django.db import DatabaseError
from django.http import Http404
from django.utils.log import log_response
from rest_framework import exceptions
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import set_rollback

from lis.engine.errors import BadInput, NotNow, Refusal, Stale
from lis.engine.writing import DraftClash

MEDIA_TYPE = "application/problem+json"
# PostgreSQL's code for a change that was tried in a transaction which may only read.
READ_ONLY = "25006"


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
    "error": Kind(500, "Something went wrong on our side", "Try again later; nothing was written by this call."),
    "read-only": Kind(503, "Nothing can be changed just now", "Read on; try to write again later."),
}


class Problem(Exception):
    """A refusal by the door itself, before or after the engine was asked."""

    def __init__(self, code: str, sentence: str = "", headers: dict[str, str] | None = None, **more: Any) -> None:
        self.code, self.sentence, self.headers, self.more = code, sentence, headers or {}, more
        super().__init__(sentence)


class ProblemResponse(Response):
    """A problem, always as JSON, whatever format was asked for."""

    def __init__(self, code: str, sentence: str = "", headers: dict[str, str] | None = None, **more: Any) -> None:
        super().__init__(problem(code, sentence, **more), status=KINDS[code].status, headers=headers)

    @property
    def rendered_content(self) -> bytes:
        self["Content-Type"] = MEDIA_TYPE
        return json.dumps(self.data, ensure_ascii=False).encode()


def problem(code: str, sentence: str = "", **more: Any) -> dict[str, Any]:
    """The body of a problem of the kind ``code``; ``sentence`` says what is wrong here, in plain words."""
    kind = KINDS[code]
    detail = f"{sentence} {kind.advice}" if sentence and code in _ADVISED else sentence or kind.advice
    told = {"type": address_of(code), "title": kind.title, "status": kind.status, "detail": detail, "code": code}
    return {**told, **more}


def address_of(code: str) -> str:
    """Where a kind of problem is explained, relative to this host."""
    return f"/api/v1/#problem-{code}"


def problem_handler(exc: Exception, context: dict[str, Any]) -> ProblemResponse:
    """The problem that tells ``exc``. What nobody foresaw is logged, and told without its details."""
    set_rollback()
    request: Request = context["request"]
    response = _told(exc, request)
    if response.status_code >= 500:
        log_response(
            "%s: %s", response.reason_phrase, request.path, response=response, request=request._request, exception=exc
        )
    if response.status_code == 500:
        got_request_exception.send(sender=None, request=request._request)
    return response


def _told(exc: Exception, request: Request) -> ProblemResponse:
    match exc:
        case Problem():
            return ProblemResponse(exc.code, exc.sentence, exc.headers, **exc.more)
        case BadInput():
            return ProblemResponse(exc.code, exc.sentence, errors=field_errors(exc.errors))
        case NotNow():
            return ProblemResponse(exc.code, exc.sentence, reasons=reasons_of(exc.reasons))
        case Stale():
            return ProblemResponse(exc.code, exc.sentence, revision=exc.current)
        case Refusal():
            return ProblemResponse(exc.code if exc.code in KINDS else "bad-input", exc.sentence)
        case DraftClash():
            return ProblemResponse("draft-clash", str(exc), parts=exc.parts)
        case RequestDataTooBig():
            return ProblemResponse("too-large")
        case SuspiciousOperation():
            return ProblemResponse("malformed")
        case Http404() | exceptions.NotFound():
            return ProblemResponse("not-found", "There is nothing here that you can see.")
        case PermissionDenied():
            return ProblemResponse("forbidden")
        case exceptions.APIException():
            return _of_framework(exc, request)
        case DatabaseError() if getattr(exc.__cause__, "pgcode", "") == READ_ONLY:
            return ProblemResponse("read-only")
    return ProblemResponse("error")


def _of_framework(exc: exceptions.APIException, request: Request) -> ProblemResponse:
    """What Django REST framework itself refuses, in our words."""
    match exc:
        case exceptions.AuthenticationFailed() | exceptions.NotAuthenticated():
            failed = isinstance(exc, exceptions.AuthenticationFailed)
            headers = {"WWW-Authenticate": getattr(exc, "auth_header", "Bearer")}
            return ProblemResponse("token-refused" if failed else "not-signed-in", headers=headers)
        case exceptions.PermissionDenied():
            return ProblemResponse("forbidden")
        case exceptions.ValidationError():
            return ProblemResponse("bad-input", BadInput.sentence, errors=_flattened(exc.detail))
        case exceptions.ParseError():
            return ProblemResponse("malformed", str(exc.detail))
        case exceptions.MethodNotAllowed():
            return ProblemResponse("method", f"{request.method} is not possible here.")
        case exceptions.NotAcceptable():
            return ProblemResponse("not-acceptable")
        case exceptions.UnsupportedMediaType():
            return ProblemResponse("media-type")
        case exceptions.Throttled():
            wait = max(1, round(exc.wait or 1))
            return ProblemResponse("too-many", f"Wait {wait} seconds.", {"Retry-After": str(wait)})
    return ProblemResponse("error")


def field_errors(errors: dict[str, list[str]]) -> list[dict[str, str]]:
    """A form's errors as a list of field ("" for the whole) and sentence."""
    return [{"field": name, "sentence": str(text)} for name, texts in errors.items() for text in texts]


def reasons_of(reasons: Any) -> list[dict[str, str]]:
    """The checks that stand in the way, as a list of code and sentence."""
    return [{"code": reason.code, "sentence": reason.sentence} for reason in reasons]


def _flattened(detail: Any, path: str = "") -> list[dict[str, str]]:
    if isinstance(detail, dict):
        return [
            found
            for name, inner in detail.items()
            for found in _flattened(inner, path if name == "non_field_errors" else f"{path}.{name}".lstrip("."))
        ]
    if isinstance(detail, list):
        return [found for inner in detail for found in _flattened(inner, path)]
    return [{"field": path, "sentence": str(detail)}]


# Where the sentence alone says what is wrong but not what to do.
_ADVISED = {"malformed", "unknown-parameter", "not-found", "method", "draft-clash"}
