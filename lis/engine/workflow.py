"""The lifecycle of a kind of noun: who may do what, when, and the one function that does it.

Doors ask :meth:`Workflow.judge` what to offer and call :meth:`Workflow.perform` (or :meth:`create`) to do it. Nothing
else writes a status.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.db import IntegrityError, connection, transaction

from . import clock
from .actor import Actor
from .checks import STOP, Check
from .errors import BadInput, KeyReused, NotNow, NotVisible, NotYou, Stale, VersionMissing
from .ledger import input_hash, same_step_before, stamp
from .models import Counter, Event, Noun, Record
from .steps import NEW, Act, Step, StepForm, Verdict
from .visibility import visible_to
from .writing_desk import WritingDesk


class Workflow(WritingDesk):
    """A table of steps for one kind of noun.

    A subclass sets ``kind``, ``model``, ``statuses`` (code to words) and ``steps``, and may override the hooks at
    the end of the class. One instance is registered for each kind.
    """

    kind: str
    model: type[Noun]
    noun_name: str
    statuses: dict[str, str]
    steps: Sequence[Step]

    def step(self, verb: str) -> Step:
        """The step called ``verb``; an unknown one raises ``KeyError``."""
        for step in self.steps:
            if step.verb == verb:
                return step
        raise KeyError(verb)

    # Asking ------------------------------------------------------------------------------------------------------

    def judge(self, actor: Actor, nouns: Iterable[Any], at: dt.datetime | None = None) -> dict[int, list[Verdict]]:
        """For each noun (by key) what the table says of every step but creation. Writes nothing.

        The caller has narrowed ``nouns`` to what the actor may see; facts are fetched once for all of them.
        """
        nouns = list(nouns)
        facts = self.facts(actor, nouns, at or clock.now())
        return {noun.pk: self._verdicts(actor, noun, facts[noun.pk]) for noun in nouns}

    def _verdicts(self, actor: Actor, noun: Any, facts: Any) -> list[Verdict]:
        verdicts = []
        for step in self.steps:
            if step.creates or step.consequence:
                continue
            mine = step.who(actor, noun, facts)
            reasons = tuple(self.reasons(step, actor, noun, facts)) if mine else ()
            main = step.main if isinstance(step.main, bool) else noun.record.status in step.main
            verdicts.append(Verdict(step, mine, reasons, main))
        return verdicts

    def reasons(self, step: Step, actor: Actor, noun: Any, facts: Any) -> list[Check]:
        """Everything that keeps ``step`` from being taken now: the status first, then each condition."""
        if noun.record.status not in step.sources:
            # Conditions describe the right status; in a wrong one they would only confuse.
            return [Check("status", self.wrong_status(step, noun), STOP)]
        return [
            check for word in step.requires for check in word(actor, noun, facts) if check.stops
        ]  # fmt: skip

    def wrong_status(self, step: Step, noun: Any) -> str:
        """Why ``step`` does not fit the status, in words."""
        fits = " or ".join(f"“{self.statuses[source]}”" for source in self.statuses if source in step.sources)
        return f"{noun.ref} is “{self.statuses[noun.record.status]}”. This step needs {fits}."

    # Doing -------------------------------------------------------------------------------------------------------

    def create(self, verb: str, *, by: Actor, data: Any, key: str = "", cause: Event | None = None) -> Any:
        """Make a noun by the creating step ``verb`` and answer it; ``noun.created_by_event`` is its first event.

        The same key from the same actor answers the noun made the first time. Raises :class:`BadInput`,
        :class:`NotYou`, :class:`NotNow`, :class:`KeyReused`.
        """
        step = self.step(verb)
        try:
            with transaction.atomic():
                return self._create(step, by, data, key, cause)
        except IntegrityError:
            # Two calls with one key arrived together: the row of the first is the answer to both.
            if not key:
                raise
            with transaction.atomic():
                return self._create(step, by, data, key, cause)

    def _create(self, step: Step, by: Actor, data: Any, key: str, cause: Event | None) -> Any:
        if step.consequence and cause is None:
            raise NotVisible
        form = self._valid_form(step, by, None, data)
        given = form.given()
        digest = input_hash(step.verb, given)
        earlier = same_step_before(None, by, step.verb, key=key, input_digest=digest, expected=None) if key else None
        if earlier and earlier.record.kind != self.kind:
            raise KeyReused(earlier)
        if earlier:
            noun = self.model.objects.with_record().get(record_id=earlier.record_id)
            earlier.repeated = True
            noun.created_by_event = earlier
            return noun
        self._steady(step.steadies(form.cleaned_data))
        plan = self.plan(step, by, form.cleaned_data)
        if self._lock(step.locks(plan)):
            # What the new noun belongs to may have moved before it was locked: it is read again.
            form = self._valid_form(step, by, None, data)
            plan = self.plan(step, by, form.cleaned_data)
        if cause is None and not step.who(by, plan, None):
            raise NotYou(step.label, step.who.phrase)
        reasons = [check for word in step.requires for check in word(by, plan, None) if check.stops]
        reasons += form.objections()
        if reasons:
            raise NotNow(reasons)
        act = Act(self, step, plan, by, form.cleaned_data, self._moment(cause), cause=cause)
        status = self.status_at_birth(step, plan)
        record = Record(kind=self.kind, ref=self.reference(act), area=self.area_of(act), status=status, revision=1)
        record.root = self.root_of(act)
        record.save(force_insert=True)
        if record.root_id is None:
            record.refresh_from_db(fields=["root"])
        act.noun = self.build(act, record)
        act.version = step.mint(act)
        act.event = stamp(
            act, record, status, behalf=self._behalf(act), key=key, input_digest=digest, words=given,
            batch=cause.batch if cause else None,
        )  # fmt: skip
        step.act(act)
        step.turns(act)
        act.noun.created_by_event = act.event
        return act.noun

    def perform(
        self,
        verb: str,
        noun: Any,
        *,
        by: Actor,
        expected: int | None,
        data: Any = None,
        key: str = "",
        dry_run: bool = False,
        batch: UUID | None = None,
    ) -> Event:
        """Take the step ``verb`` on ``noun`` for ``by``, who has read revision ``expected``, and answer its event.

        Refuses in this order, each by its own exception: :class:`NotVisible`, :class:`NotYou`, :class:`BadInput`,
        :class:`VersionMissing`, :class:`Stale`, :class:`NotNow` with every reason. A repetition by the same person
        answers the first event with ``repeated`` set. With ``dry_run`` nothing is written and the event is unsaved.
        """
        step = self.step(verb)
        with transaction.atomic():
            noun = self._locked(noun, step)
            at = clock.now()
            seen = visible_to(self.model.objects.filter(pk=noun.pk), by, at).exists()
            if not seen or step.consequence or step.creates:
                raise NotVisible
            facts = self.facts(by, [noun], at)[noun.pk]
            if not step.who(by, noun, facts):
                raise NotYou(step.label, step.who.phrase)
            form = self._valid_form(step, by, noun, data)
            given = form.given()
            digest = input_hash(verb, given)
            earlier = same_step_before(
                noun.record, by, verb, key=key, input_digest=digest, expected=expected
            )  # fmt: skip
            if earlier:
                earlier.repeated = True
                return earlier
            if expected is None:
                raise VersionMissing
            if expected != noun.record.revision:
                raise Stale(noun.ref, noun.record.revision)
            reasons = self.reasons(step, by, noun, facts) or form.objections()
            if reasons:
                raise NotNow(reasons)
            act = Act(self, step, noun, by, form.cleaned_data, at, facts)
            if dry_run:
                return Event(record=noun.record, number=noun.record.revision + 1, verb=verb, at=at)
            return self._take(act, given, digest, key, batch)

    def follow(self, verb: str, noun: Any, *, cause: Event, by: Actor, data: dict[str, Any] | None = None) -> Event:
        """Take a step as the consequence of ``cause``: same transaction, same moment, no question of who.

        The caller holds the lock on the noun's root (see ``Step.locks``). Conditions still count: raises
        :class:`NotNow` when one fails, and with it the whole step falls.
        """
        step = self.step(verb)
        noun = self.model.objects.with_record().get(pk=noun.pk)
        facts = self.facts(by, [noun], cause.at)[noun.pk]
        reasons = self.reasons(step, by, noun, facts)
        if reasons:
            raise NotNow(reasons)
        form = self._valid_form(step, by, noun, data or {})
        given = form.given()
        act = Act(self, step, noun, by, form.cleaned_data, cause.at, facts, cause=cause)
        return self._take(act, given, input_hash(verb, given), "", cause.batch)

    def _take(self, act: Act, given: dict[str, Any], digest: str, key: str, batch: UUID | None) -> Event:
        step, record = act.step, act.noun.record
        act.version = step.mint(act)
        act.event = stamp(
            act, record, step.target or record.status, behalf=self._behalf(act), key=key, input_digest=digest,
            words=given, batch=batch,
        )  # fmt: skip
        step.act(act)
        step.turns(act)
        return act.event

    def _locked(self, noun: Any, step: Step) -> Any:
        """``noun`` read again under a lock on its root, then on whatever else the step moves, lowest key first."""
        self._lock([noun.record.root_id])
        # Asked only now: what belongs to the root can no longer be joined by others.
        self._lock(step.locks(noun))
        fresh = self.model.objects.with_record().filter(pk=noun.pk).first()
        if fresh is None:
            raise NotVisible
        return fresh

    def _lock(self, records: Iterable[int]) -> bool:
        """Lock the rows of ``records``, lowest key first, to the end of the transaction; were there any?"""
        keys = list(records)
        return bool(keys and list(Record.objects.select_for_update(no_key=True).filter(pk__in=keys).order_by("pk")))

    def _steady(self, records: Iterable[int]) -> None:
        """Keep the rows of ``records`` as they are to the end of the transaction; others may do so beside us."""
        keys, table = sorted(records), Record._meta.db_table
        if keys:
            with connection.cursor() as cursor:
                # Django locks to change, which would make everybody who relies on a record wait for each other.
                cursor.execute(f"SELECT id FROM {table} WHERE id = ANY(%s) ORDER BY id FOR SHARE", [keys])

    def _valid_form(self, step: Step, actor: Actor, noun: Any, data: Any) -> StepForm:
        form = step.form(data if data is not None else {}, actor=actor, noun=noun)
        if not form.is_valid():
            errors = {("" if name == "__all__" else name): list(found) for name, found in form.errors.items()}
            raise BadInput(errors, form)
        return form

    def _behalf(self, act: Act) -> Any:
        """For whom the event is: what follows from an act is done for whoever that act was done for."""
        return act.cause.behalf if act.cause else self.acting_for(act.actor, act.noun, act.facts)

    def _moment(self, cause: Event | None) -> dt.datetime:
        return cause.at if cause else clock.now()

    # What a lifecycle may say for itself -------------------------------------------------------------------------

    def acting_for(self, actor: Actor, noun: Any, facts: Any) -> Any:
        """The organisation for which ``actor`` acts here, or None."""
        return None

    def initial(self, step: Step, noun: Any, actor: Actor) -> dict[str, Any]:
        """What the form of ``step`` shows at first."""
        return {}

    def preview(self, step: Step, noun: Any, actor: Actor) -> list[tuple[str, str]]:
        """What exactly ``step`` would let out, as (label, text), to be read before it is taken."""
        return []

    def plan(self, step: Step, actor: Actor, given: dict[str, Any]) -> Any:
        """What a creating step is about before its noun exists; ``who`` and ``requires`` are asked of it."""
        return given

    def status_at_birth(self, step: Step, plan: Any) -> str:
        """The status in which a noun begins: the step's target, unless the table has two beginnings."""
        return step.target

    def reference(self, act: Act) -> str:
        """The reference of a new noun."""
        number = Counter.next(self.kind)
        return f"{self.kind.upper()}-{number:02d}"

    def area_of(self, act: Act) -> Any:
        """The area of a new noun, or None."""
        return None

    def root_of(self, act: Act) -> Record | None:
        """The record that a new noun is part of, or None when it stands for itself."""
        return None

    def build(self, act: Act, record: Record) -> Any:
        """Write the row of a new noun; a lifecycle with a creating step says how."""
        raise TypeError(f"A {self.noun_name} is not made by a step.")

    def describe(self, event: Event) -> str:
        """What ``event`` says after the name of whoever did it: "submitted it to Government"."""
        return self.step(event.verb).past


__all__ = ["NEW", "Workflow"]
