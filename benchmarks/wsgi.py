"""What does the web server call while it is measured? The service as it is, and beside it the bare twins.

Both stand in the same processes with the same connections; what is asked for under ``/bare/`` goes past everything
that is ours, middleware included. The service knows nothing of this module.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpRequest, HttpResponse
from django.test.utils import override_settings

from lis.wsgi import application as service

BARE = "/bare/"


class BareHandler(WSGIHandler):
    """Django with no middleware and the twins' own addresses."""

    def load_middleware(self, is_async: bool = False) -> None:
        with override_settings(MIDDLEWARE=[]):
            super().load_middleware(is_async)

    def get_response(self, request: HttpRequest) -> HttpResponse:
        request.urlconf = "benchmarks.twins.urls"
        return super().get_response(request)


twins = BareHandler()


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Any:
    called = twins if environ.get("PATH_INFO", "").startswith(BARE) else service
    return called(environ, start_response)
