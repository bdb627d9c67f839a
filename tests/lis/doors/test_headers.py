"""Is a page that a signed-in person saw kept by nobody, and a public page by whoever likes?"""

import pytest
from django.contrib.sessions.backends.signed_cookies import SessionStore
from django.http import HttpResponse
from django.test import RequestFactory

from lis.doors.headers import PrivatePagesMiddleware


def answer(request, cookie: bool = False) -> HttpResponse:
    def page(request):
        response = HttpResponse("words")
        if cookie:
            response.set_cookie("csrftoken", "a")
        return response

    return PrivatePagesMiddleware(page)(request)


def test_public_page_may_be_kept():
    request = RequestFactory().get("/")
    request.session = SessionStore()

    assert "Cache-Control" not in answer(request).headers


@pytest.mark.parametrize("how", ["session", "token", "cookie"])
def test_private_page_may_not_be_kept(how):
    request = RequestFactory().get("/", headers={"Authorization": "Bearer x"} if how == "token" else {})
    request.session = SessionStore("a-key-of-a-session" if how == "session" else None)

    response = answer(request, cookie=how == "cookie")

    assert response.headers["Cache-Control"] == "private, no-store"
    assert response.headers["Vary"] == "Cookie, Authorization"
