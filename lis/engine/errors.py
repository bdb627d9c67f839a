"""How a step is refused: not found, not you, not understood, not this version, not now. Doors translate these."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .checks import Check

if TYPE_CHECKING:
    from .models import Event


class Refusal(Exception):
    """A step that was not taken. ``sentence`` says in plain words what is wrong and what to do; nothing was written."""

    status_code = 400
    code = "refused"
    sentence = "This could not be done."

    def __init__(self, sentence: str = "") -> None:
        if sentence:
            self.sentence = sentence
        super().__init__(self.sentence)


class NotVisible(Refusal):
    """There is no such record, or it is not for this person's eyes: the two are told alike."""

    status_code = 404
    code = "not-found"
    sentence = "There is nothing here that you can see. Check the reference, or ask whoever sent it to you."


class NotYou(Refusal):
    """The record is visible, but this step belongs to somebody else."""

    status_code = 403
    code = "not-you"

    def __init__(self, label: str, who: str) -> None:
        super().__init__(f"You cannot do “{label}”. It is for {who}.")


class BadInput(Refusal):
    """What was sent cannot be used. ``errors`` maps a field's name to its sentences ("" for the whole form)."""

    status_code = 400
    code = "bad-input"
    sentence = "There is a problem with what was sent. Correct it and send it again."

    def __init__(self, errors: dict[str, list[str]], form: Any = None) -> None:
        self.errors = errors
        self.form = form
        super().__init__()
        self.args = (self.sentence, errors)


class VersionMissing(Refusal):
    """The caller did not say which revision they were looking at."""

    status_code = 428
    code = "version-missing"
    sentence = "Say which revision you have read: send its ETag in If-Match, or open the page again."


class Stale(Refusal):
    """The record has moved on since the caller read it; ``current`` is its revision now."""

    status_code = 412
    code = "stale"

    def __init__(self, ref: str, current: int) -> None:
        self.current = current
        super().__init__(f"{ref} has changed since you opened it. Read what is new, then decide again.")


class NotNow(Refusal):
    """The step belongs to this person but the state of things does not allow it; ``reasons`` says all of why."""

    status_code = 409
    code = "not-now"

    def __init__(self, reasons: list[Check]) -> None:
        self.reasons = reasons
        super().__init__(" ".join(reason.sentence for reason in reasons))


class KeyReused(Refusal):
    """The same idempotency key came with other content."""

    status_code = 409
    code = "key-reused"
    sentence = "This key was used before for something else. Send the new content under a new key."

    def __init__(self, event: Event | None = None) -> None:
        self.event = event
        super().__init__()
