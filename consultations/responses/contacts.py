"""How what respondents tell of themselves is kept: sealed, apart from their answers, and opened only when needed."""

from __future__ import annotations

import base64
import hashlib
import json

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings

from .models import Contact


def seal(name: str, email: str) -> str:
    """Name and address, encrypted under the newest key."""
    return _keys().encrypt(json.dumps({"name": name, "email": email}).encode()).decode()


def opened(contact: Contact | None) -> dict[str, str]:
    """``name`` and ``email`` of a respondent, each "" where they gave none.

    Raises ``cryptography.fernet.InvalidToken`` when none of the keys in ``CONTACTS_KEYS`` has sealed it.
    """
    if contact is None:
        return {"name": "", "email": ""}
    return json.loads(_keys().decrypt(contact.sealed.encode()))


def sealed_anew(sealed: str) -> str:
    """The same under the newest key, for when an old one is to be given up."""
    return _keys().rotate(sealed.encode()).decode()


def _keys() -> MultiFernet:
    """The first key seals; all of them open. Any long secret will do, since a key of the right length is made of it."""
    return MultiFernet(
        Fernet(base64.urlsafe_b64encode(hashlib.sha256(secret.encode()).digest())) for secret in settings.CONTACTS_KEYS
    )
