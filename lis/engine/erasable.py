"""Personal words that can be erased without breaking the chain of what happened."""

import hashlib
import secrets

from django.db import models


def salted_digest(body: str, salt: str) -> str:
    """SHA-256 of salt and body: what a chain covers, so that an erased body leaves the chain whole."""
    return hashlib.sha256(f"{salt}\n{body}".encode()).hexdigest()


class Erasable(models.Model):
    """A row whose ``body`` holds a person's words.

    Chains cover ``digest`` only. Erasing sets body and salt to NULL and leaves the digest as a tombstone; that is
    done by the database function ``erase_words`` alone, which the web role may call but not imitate.
    """

    # Erased is not the same as empty: only NULL says that words stood here.
    body = models.TextField(null=True, editable=False)  # noqa: DJ001
    salt = models.CharField(max_length=64, null=True, editable=False)  # noqa: DJ001
    digest = models.CharField(max_length=64, editable=False)

    class Meta:
        abstract = True

    def seal(self, body: str) -> None:
        """Take ``body`` in, under a fresh salt."""
        self.body = body
        self.salt = secrets.token_hex(16)
        self.digest = salted_digest(body, self.salt)

    @property
    def is_erased(self) -> bool:
        return self.body is None
