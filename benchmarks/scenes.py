"""What is asked of the service, and of its twins? Run on a seeded database, it prints every scene as JSON.

Arguments are parts of the names of those that are wanted; ``--sql`` tells every query as well.

People are signed in here as they are in a deployment, second factor included. Queries are counted here too, through
Django's test client, so that nothing counts along in the processes that are measured.
"""

from __future__ import annotations

import json
import secrets
import sys
import time
from dataclasses import asdict, dataclass, field
from typing import Any

from allauth.mfa.models import Authenticator
from django.db import connection
from django.db.models import Count, Q
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings

from benchmarks.service import HOST, PROXY
from consultations.responses.models import Response
from consultations.rounds.models import Round
from lis.people.models import Membership, Organisation, User
from lis.tokens.models import ApiToken
from propositions.asks.models import Ask
from propositions.sides.models import Side

WORD = "apprentices"
# More than clients ask for at once, so that no two take a step on one record.
SIDES, SENT = 40, 40
JSON = {"Content-Type": "application/json"}
SHOW_SQL = "--sql"


@dataclass
class Request:
    """What is asked: the same each time (``get``), or with a body that changes from time to time.

    A ``step`` goes to one target after the other, each a path with the revision that it has come to; a ``submission``
    carries a key of its own.
    """

    path: str
    headers: dict[str, str] = field(default_factory=dict)
    kind: str = "get"
    bodies: list[str] = field(default_factory=list)
    targets: list[tuple[str, int]] = field(default_factory=list)


@dataclass
class Scene:
    """One thing to measure: how ours is asked, how its twins are, and how many rows an answer holds."""

    name: str
    ours: Request
    twins: dict[str, Request]
    rows: int = 0
    queries: dict[str, int] = field(default_factory=dict)


# Who asks ----------------------------------------------------------------------------------------------------------


def holder(role: str, of: Organisation) -> User:
    held = Membership.objects.filter(organisation=of, role=role).select_related("user")
    return held.order_by("pk").first().user


def signed_in(user: User) -> dict[str, str]:
    """The headers of a browser in which that person has signed in with a second factor."""
    Authenticator.objects.get_or_create(user=user, type=Authenticator.Type.TOTP, defaults={"data": {"secret": "x"}})
    client = Client()
    client.force_login(user)
    session = client.session
    session["account_authentication_methods"] = [{"method": "mfa", "at": time.time(), "type": "totp"}]
    session["account_authentication_methods_user"] = str(user.pk)
    session.save()
    return {**PROXY, "Cookie": "; ".join(f"{name}={morsel.value}" for name, morsel in client.cookies.items())}


def with_token(user: User) -> dict[str, str]:
    _, secret = ApiToken.make(user, name="Measuring", days=1)
    return {**PROXY, "Authorization": f"Bearer {secret}"}


# What is asked -----------------------------------------------------------------------------------------------------


def scenes() -> list[Scene]:
    departments = Organisation.objects.filter(kind="department")
    open_turns = Count("turns", filter=Q(turns__ended=None, turns__role="reviewer"))
    department = departments.annotate(open=open_turns).order_by("-open", "pk").first()
    unit = Organisation.objects.get(kind="coordinating_unit")
    areas = Organisation.objects.filter(kind="area_body").annotate(asks=Count("propositions__asks"))
    area = areas.order_by("-asks", "pk").first()
    reviewer, coordinator = holder("reviewer", department), holder("coordinator", unit)
    round_ = Round.objects.with_strategy().get()
    ref = much_said_on(department)
    here = f"person={reviewer.pk}&body={department.pk}"
    there = f"person={coordinator.pk}&body={unit.pk}"
    browser, program = signed_in(reviewer), with_token(coordinator)
    lead, officer = signed_in(holder("lead", area)), signed_in(holder("consultation_officer", area))
    drf = Request(f"/bare/api/asks/?{there}")
    export = f"/consultations/{round_.ref}/responses/export/csv/"
    plain_export = {"bare": Request(f"/bare/responses/{round_.ref}.csv")}
    sent = Response.objects.filter(round=round_).count()
    return [
        Scene("queue of 50", Request("/my-turn/", browser),
              {"bare": Request(f"/bare/queue/?{here}"), "bare DRF list": drf}, 50),
        Scene("ask page", Request(f"/asks/{ref}/", browser),
              {"bare": Request(f"/bare/asks/{ref}/?{here}"), "one query": Request(f"/bare/api/asks/{ref}/barest/")}),
        Scene("admin list", Request("/admin/propositions/ask/", lead),
              {"bare": Request(f"/bare/asks/?body={area.pk}")}, 50),
        Scene("API list of 50", Request("/api/v1/asks/", program),
              {"bare": drf, "one query": Request("/bare/api/asks/barest/")}, 50),
        Scene("API detail", Request(f"/api/v1/asks/{ref}/", program),
              {"bare": Request(f"/bare/api/asks/{ref}/?{there}"),
               "one query": Request(f"/bare/api/asks/{ref}/barest/")}),
        Scene("search", Request(f"/asks/?q={WORD}", browser), {"bare": Request(f"/bare/search/?{here}&q={WORD}")}),
        a_step(department, reviewer),
        a_submission(round_),
        Scene("export", Request(export, lead), plain_export, sent),
        Scene("export with names", Request(export, officer), plain_export, sent),
    ]  # fmt: skip


def much_said_on(department: Organisation) -> str:
    """The ask of that department on which most has happened: answered after a question."""
    asks = Ask.objects.filter(sides__organisation=department, sides__record__status="issued")
    found = asks.annotate(happened=Count("record__events")).order_by("-happened", "pk")
    return found.select_related("record").first().ref


def a_step(department: Organisation, reviewer: User) -> Scene:
    """The reviewer puts the department's draft in other words, on one side after the other."""
    sides = Side.objects.filter(organisation=department, record__status__in=("ours", "drafted")).select_related(
        "record"
    )
    targets = [(side.ref, side.revision) for side in sides.order_by("pk")[:SIDES]]
    bodies = [
        json.dumps({"stance": "support", "words": f"We will work with you on this, in stage {number} of our plan."})
        for number in range(SENT)
    ]
    # Half of them each, since a revision moves under whoever takes the step.
    half = len(targets) // 2
    ours = [(f"/api/v1/sides/{ref}/steps/draft-position/", revision) for ref, revision in targets[:half]]
    bare = [(f"/bare/step/{ref}/?person={reviewer.pk}", revision) for ref, revision in targets[half:]]
    return Scene(
        "step",
        Request("", {**with_token(reviewer), **JSON}, "step", bodies, ours),
        {"bare": Request("", JSON, "step", bodies, bare)},
    )


def a_submission(round_: Round) -> Scene:
    """Responses as people have sent them before, each under a key of its own."""
    found = Response.objects.filter(round=round_).prefetch_related("answers__question").order_by("pk")[:SENT]
    bodies = [json.dumps(as_sent(response)) for response in found]
    return Scene(
        "submission",
        Request(f"/api/v1/rounds/{round_.ref}/responses/", {**PROXY, **JSON}, "submission", bodies),
        {"bare": Request(f"/bare/responses/{round_.ref}/", JSON, "submission", bodies)},
    )


def as_sent(response: Response) -> dict[str, Any]:
    answers = {}
    for answer in response.answers.all():
        match answer.question.kind:
            case "text" | "long_text":
                answers[answer.question.key] = answer.body
            case "multiple":
                answers[answer.question.key] = answer.codes
            case _:
                answers[answer.question.key] = answer.codes[0]
    said = {"answers": answers, "publication": response.publication, "name": "A Name", "email": "a@name.example"}
    if response.organisation_name:
        said["organisation"] = {"name": response.organisation_name, "represents": response.represents}
    return said


# How many queries --------------------------------------------------------------------------------------------------


def count_queries(scene: Scene) -> None:
    """Ask each once, and a second time counted, as somebody who has been here before."""
    scene.queries["ours"] = queries_of(scene, scene.ours)
    for name, request in scene.twins.items():
        with override_settings(ROOT_URLCONF="benchmarks.twins.urls", MIDDLEWARE=[]):
            scene.queries[name] = queries_of(scene, request)


def queries_of(scene: Scene, request: Request) -> int:
    client = Client(headers=request.headers, HTTP_HOST=HOST)
    for place in (0, 1):
        with CaptureQueriesContext(connection) as asked:
            response = ask_once(client, request, place)
            body = response.getvalue()
        if response.status_code not in (200, 201):
            raise SystemExit(f"{scene.name}: {request.path} answered {response.status_code}.\n{body.decode()[:2000]}")
    if SHOW_SQL in sys.argv:
        print(f"--- {scene.name} {request.path}", *(one["sql"][:400] for one in asked), sep="\n", file=sys.stderr)
    return len(asked)


def ask_once(client: Client, request: Request, place: int) -> Any:
    """The request as the driver sends it for the ``place``-th time."""
    if request.kind == "get":
        return client.get(request.path)
    headers, path = {"Idempotency-Key": secrets.token_hex(8)}, request.path
    if request.kind == "step":
        path, revision = request.targets[place]
        headers = {"If-Match": f'"{revision}"'}
        request.targets[place] = (path, revision + 1)
    return client.post(path, request.bodies[place], content_type="application/json", headers=headers)


def main() -> None:
    parts = [part for part in sys.argv[1:] if part != SHOW_SQL]
    found = [scene for scene in scenes() if not parts or any(part in scene.name for part in parts)]
    for scene in found:
        count_queries(scene)
    json.dump([asdict(scene) for scene in found], sys.stdout)
