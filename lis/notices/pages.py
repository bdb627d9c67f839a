"""The page "Mail sent": every mail of the demonstration, for people who have no mailbox there."""

import uuid

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path
from django.views.decorators.http import require_safe

from .models import SentMail

PER_PAGE = 50


def in_the_demonstration() -> None:
    """Raises ``Http404`` anywhere else: mail belongs to the person it was written to."""
    if not settings.DEMONSTRATION:
        raise Http404


@require_safe
def mail_sent(request: HttpRequest) -> HttpResponse:
    """All mail, the newest first."""
    in_the_demonstration()
    page = Paginator(SentMail.objects.defer("body"), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "notices/mail_sent.html", {"page": page})


@require_safe
def mail_detail(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """One mail, with every word as it was sent."""
    in_the_demonstration()
    return render(request, "notices/mail_detail.html", {"mail": get_object_or_404(SentMail, uid=uid)})


urlpatterns = [
    path("mail-sent/", mail_sent, name="mail_sent"),
    path("mail-sent/<uuid:uid>/", mail_detail, name="mail_detail"),
]
