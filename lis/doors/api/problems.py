"""How a refusal is told to a program: one ``application/problem+json`` for every kind, with what to do about it."""

from __future__ import annotations

import json
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, RequestDataTooBig, SuspiciousOperation
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

from ..outages import only_reads
from .kinds import KINDS, Problem, problem

MEDIA_TYPE = "application/problem+json"


class ProblemResponse(Response):
    """A problem, always as JSON, whatever format was asked for."""

    def __init__(self, code: str, sentence: str = "", headers: dict[str, str] | None = None, **more: Any) -> None:
        super().__init__(problem(code, sentence, **more), status=KINDS[code].status, headers=headers)

    @property
    def rendered_content(self) -> bytes:
        self["Content-Type"] = MEDIA_TYPE
        return json.dumps(self.data, ensure_ascii=False).encode()


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
        case DatabaseError() if only_reads(exc):
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
    return [
        {"field": "" if name == NON_FIELD_ERRORS else name, "sentence": str(text)}
        for name, texts in errors.items()
        for text in texts
    ]


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
