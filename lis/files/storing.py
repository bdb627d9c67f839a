"""How an upload becomes a stored file: inspected, named harmlessly, kept under a name that nobody can guess."""

from __future__ import annotations

import re
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile

from ..engine.canonical import clean_text
from ..engine.models import Record
from .detection import EXTENSIONS, check_size, inspect
from .models import StoredFile

NAME_CHARACTERS = 120
# Letters that turn the reading direction or are not seen: with them "fdp.exe" reads as "exe.pdf".
_DECEIVING = re.compile("[\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]")
_NOT_IN_NAMES = re.compile(r'[<>:"|?*\x00-\x1f]')


def clean_name(name: str, content_type: str) -> str:
    """The last part of ``name`` without marks that deceive, ending as files of ``content_type`` do."""
    last = re.split(r"[/\\]", clean_text(name))[-1]
    plain = " ".join(_NOT_IN_NAMES.sub(" ", _DECEIVING.sub("", last)).split()).strip(". ")
    endings = EXTENSIONS[content_type]
    ending = next((known for known in endings if plain.lower().endswith(known)), "")
    stem = plain[: -len(ending)].strip(". ") if ending else plain
    return f"{stem[:NAME_CHARACTERS].rstrip('. ') or 'file'}{ending or endings[0]}"


def store_file(upload: UploadedFile, *, by: Any, record: Record | None = None) -> StoredFile:
    """Keep ``upload``, sent by the user ``by``, with ``record`` if it belongs to one. Raises ``Unreadable``.

    Whoever may see the record may then fetch the file. Call it in the transaction of the step that needs the file: a
    file whose row was rolled back is swept away after a day.
    """
    check_size(upload.size)
    content = upload.read()
    upload.seek(0)
    return store_content(upload.name or "", content, by=by, record=record)


def store_content(name: str, content: bytes, *, by: Any, record: Record | None = None) -> StoredFile:
    """The same as :func:`store_file` for bytes at hand."""
    found = inspect(name, content)
    stored = StoredFile(
        record=record,
        name=clean_name(name, found.content_type),
        content_type=found.content_type,
        size=found.size,
        sha256=found.sha256,
        uploaded_by=by,
    )
    stored.content.save("", ContentFile(content), save=False)
    stored.save()
    return stored
