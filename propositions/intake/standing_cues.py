"""Which words of an ask suggest its type and its departments today, as the reference data says."""

from __future__ import annotations

import datetime as dt

from lis.engine import clock
from lis.frameworks.models import Cue, vocabulary_choices
from lis.people.models import Organisation

from .cues import Cues

KINDS = (Organisation.Kind.DEPARTMENT, Organisation.Kind.COORDINATING_UNIT)


def cues_on(date: dt.date | None = None) -> Cues:
    """The cues as they stand on ``date`` (today if left out), with the departments that exist then.

    A department that has closed suggests nothing: it is told, with those that carry on its work.
    """
    date = date or clock.today()
    bodies = list(Organisation.objects.filter(kind__in=KINDS).prefetch_related("successors").order_by("code", "pk"))
    open_now = {body.code: body for body in bodies if body.is_open_on(date)}
    names = {name: body.code for body in open_now.values() for name in (body.code, body.name)}
    former = {
        name: tuple(heir.code for heir in body.successors_on(date)) or ("nobody that we know of",)
        for body in bodies
        if body.code not in open_now and not body.is_open_on(date) and body.closes_on
        for name in (body.code, body.name)
        if name not in names
    }
    types, departments = {}, []
    for cue in Cue.objects.all():
        if cue.kind == Cue.Kind.ASK_TYPE:
            types[cue.term] = tuple(cue.words)
        elif cue.term in open_now:
            departments.append((cue.term, tuple(cue.words)))
    return Cues(
        types=types,
        departments=tuple(departments),
        former=former,
        type_labels={label: code for code, label in vocabulary_choices("ask_types", date)},
        department_names=names,
    )
