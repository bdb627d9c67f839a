"""May a browser or a proxy keep a copy of this page? Not of a page that a signed-in person saw."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers


class PrivatePagesMiddleware:
    """Marks every answer to someone who signed in, by session or by token, as theirs alone and not to be kept."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        # A session cookie or a token is enough to decide: to ask who it is would cost a query on public pages.
        known = bool(getattr(request, "session", None) and request.session.session_key)
        if known or "Authorization" in request.headers or response.cookies:
            response.headers["Cache-Control"] = "private, no-store"
            patch_vary_headers(response, ["Cookie", "Authorization"])
        return response
