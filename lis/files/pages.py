"""How a stored file is fetched: asked for each time, handed over as an attachment, never shown by the browser."""

from __future__ import annotations

import logging
import uuid

from django.http import FileResponse, Http404, HttpRequest
from django.urls import path
from django.views.decorators.http import require_safe

from .permissions import visible_files

log = logging.getLogger(__name__)


@require_safe
def file_fetch(request: HttpRequest, uid: uuid.UUID) -> FileResponse:
    """The file as it was uploaded. A file that is not there and one that is not for this person answer alike."""
    stored = visible_files(request.actor, request.received_at).filter(uid=uid).first()
    if stored is None:
        raise Http404
    try:
        content = stored.content.open("rb")
    except FileNotFoundError:
        log.error("The content of file %s is missing from the storage.", stored.uid)
        raise Http404 from None
    response = FileResponse(content, as_attachment=True, filename=stored.name, content_type=stored.content_type)
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


urlpatterns = [path("files/<uuid:uid>/", file_fetch, name="file_fetch")]
