"""Where the words of a noun are worked on before a step makes them official: drafts, and what they say beside words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db import transaction

from . import clock
from .actor import Actor
from .checks import Check
from .errors import BadInput, NotNow, NotVisible, NotYou
from .models import Draft, Noun, Record
from .steps import Part, StepForm, plain
from .words import Person, nobody
from .writing import DraftClash, drafts_of, save_drafts


class WritingDesk:
    """The part of a workflow that drafts: who reads a working copy, who writes in it, and when.

    Saving is no step: there is no event, and nothing that another organisation sees moves. ``writer`` says who
    writes; a noun without words of its own leaves it at nobody.
    """

    model: type[Noun]
    writer: Person = nobody
    # The form for what a draft says beside its words, such as the type of an ask.
    details: type[StepForm] | None = None

    def facts(self, actor: Actor, nouns: Sequence[Any], at: dt.datetime) -> dict[int, Any]:
        """What the words of this table need to know of each noun, fetched once for all, by the noun's key."""
        return {noun.pk: None for noun in nouns}

    def draft(self, noun: Any, actor: Actor) -> dict[str, Draft] | None:
        """The working copy of ``noun`` that ``actor`` may read, by part; None when there is none for their eyes."""
        organisation = self.drafting_organisation(actor, noun)
        return None if organisation is None else drafts_of(noun.record, organisation)

    def writing(self, noun: Any, actor: Actor) -> list[Check] | None:
        """What keeps ``actor`` from writing in ``noun`` now (an empty list: nothing), or None: it is not theirs."""
        facts = self.facts(actor, [noun], clock.now())[noun.pk]
        if self.drafting_organisation(actor, noun) is None or not self.writer(actor, noun, facts):
            return None
        return self.writing_reasons(actor, noun, facts)

    def write(
        self, noun: Any, bodies: dict[str, str], *, by: Actor, expected: dict[str, int] | None = None
    ) -> list[Draft]:
        """Save parts of the actor's working copy and answer those that changed; no event, nothing shared moves.

        ``expected`` maps parts to the draft revisions that the writer had read. Raises :class:`NotVisible`,
        :class:`NotYou`, :class:`BadInput` (an unknown part, a text over its limit), :class:`NotNow` and
        :class:`~lis.engine.writing.DraftClash`, and then saves nothing.
        """
        with transaction.atomic():
            list(Record.objects.select_for_update(no_key=True).filter(pk=noun.record.root_id))
            fresh = self.model.objects.with_record().visible_to(by).filter(pk=noun.pk).first()
            if fresh is None:
                raise NotVisible
            reasons = self.writing(fresh, by)
            if reasons is None:
                raise NotYou("Write", self.writer.phrase)
            limits = {part.key: part.limit for part in self.parts(fresh)}
            errors = {
                key: [f"Use {limits[key]:,} characters or fewer."] if key in limits else ["There is no such part."]
                for key, body in bodies.items()
                if key not in limits or len(body) > limits[key]
            }
            if errors:
                raise BadInput(errors)
            if reasons:
                raise NotNow(reasons)
            organisation = self.drafting_organisation(by, fresh)
            return save_drafts(fresh.record, organisation, bodies, by=by.user, expected=expected)

    def change_details(self, noun: Any, data: Any, *, by: Actor, before: dict[str, Any] | None = None) -> list[str]:
        """Change what a draft says beside its words (``details`` is the form) and answer the fields that changed.

        ``before`` holds the values that the writer had read, in the plain form of :func:`~lis.engine.steps.plain`: a
        field that was changed by both raises :class:`~lis.engine.writing.DraftClash` with what stands now.
        """
        with transaction.atomic():
            list(Record.objects.select_for_update(no_key=True).filter(pk=noun.record.root_id))
            fresh = self.model.objects.with_record().visible_to(by).filter(pk=noun.pk).first()
            if fresh is None or self.details is None:
                raise NotVisible
            reasons = self.writing(fresh, by)
            if reasons is None:
                raise NotYou("Write", self.writer.phrase)
            form = self.details(data, actor=by, noun=fresh)
            if not form.is_valid():
                raise BadInput({name: list(found) for name, found in form.errors.items()}, form)
            now = self.details_of(fresh)
            wanted = {name: plain(value) if value is not None else "" for name, value in form.cleaned_data.items()}
            # What the writer left as they had read it is not theirs to set back, whoever changed it meanwhile.
            read = {name: (before or {}).get(name, now.get(name)) for name in wanted}
            changed = [name for name in wanted if name in now and wanted[name] not in (now[name], read[name])]
            clashes = {name: str(now[name]) for name in changed if read[name] != now[name]}
            if clashes:
                raise DraftClash(clashes)
            if changed and reasons:
                raise NotNow(reasons)
            if changed:
                self.save_details(fresh, {name: form.cleaned_data[name] for name in changed})
            return changed

    # What a lifecycle may say for itself -------------------------------------------------------------------------

    def parts(self, noun: Any) -> list[Part]:
        """The parts of which the words of ``noun`` are made, in order of reading."""
        return []

    def drafting_organisation(self, actor: Actor, noun: Any) -> Any:
        """The organisation in whose working copy ``actor`` reads and writes here, or None."""
        return None

    def writing_reasons(self, actor: Actor, noun: Any, facts: Any) -> list[Check]:
        """Why the words cannot be changed now: usually that the noun is past drafting."""
        return []

    def details_of(self, noun: Any) -> dict[str, Any]:
        """The present values of the details form's fields, in plain form."""
        return {}

    def save_details(self, noun: Any, changed: dict[str, Any]) -> None:
        """Write changed details (cleaned values) to the row."""
