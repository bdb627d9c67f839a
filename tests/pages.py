"""Which pages are looked at as whom: for the check that everybody can use them, and for the pictures of them."""

from __future__ import annotations

from lis.people.demonstration import PASSWORD
from tests.walking import Sight, refused, sights

EVERYBODY = sights("""
    /
    /my-turn/
    /asks/
    /asks/?q=skills
    /asks/?q=nothing+of+the+kind
    /propositions/
    /papers/
    /strategies/
    /account/
    /mail-sent/
""")
OF_DEPARTMENTS = sights("""
    /my-turn/team/
    /my-turn/asked/
    /my-turn/done/
    /asks/LAN-09.3/
""")

ANONYMOUS = [
    *sights("""
        /
        /account/sign-in/
        /account/sign-out/
        /account/sign-up/
        /account/closed/
        /account/password/forgotten/
        /account/password/forgotten/sent/
        /account/password/changed/
        {new_password}
        {over_password}
        {invitation}
        /account/invitation/not-a-secret/ 410
        /mail-sent/
        /mail-sent/{mail}/
        /api/v1/
        /consultations/
        /consultations/CHW-R01/
        /consultations/CHW-R02/
        /consultations/CHW-R03/ 404
        /consultations/CHW-R01/respond/
        /consultations/CHW-R02/respond/
        /nothing-is-here/ 404
        /error/400/ 400
        /error/405/ 405
        /error/409/ 409
        /error/410/ 410
        /error/412/ 412
        /error/428/ 428
        /error/429/ 429
        /error/500/ 500
        /error/503/ 503
        /error/forgery/ 403
    """),
    Sight("/consultations/CHW-R02/respond/", "Begin", called="respond-page-1"),
    refused("/consultations/CHW-R02/respond/1/", "Save and go on", called="respond-refused"),
    *sights("/consultations/CHW-R02/respond/about/\n/consultations/CHW-R02/respond/check/"),
    refused("/consultations/CHW-R02/respond/check/", "Send my response", called="respond-check-refused"),
    refused("/account/sign-in/", "Sign in", called="sign-in-empty", status=200),
    refused("/account/sign-in/", "Sign in", called="sign-in-refused", status=200, login="x@y.example", password="no"),
    refused("/account/password/forgotten/", "Send the link", called="password-forgotten-empty", status=200),
    Sight("/account/sign-in/", "Sign in", (("login", "{careful}"), ("password", PASSWORD)), called="second-factor"),
]
DRAFTER = [
    *EVERYBODY,
    *sights("""
        /asks/LAN-01.1/
        /propositions/LAN-09/
        /my-turn/government/
        /my-turn/answered/
        /my-turn/drafts/
        /asks/LAN-02.1/
        /asks/LAN-05.1/
        /asks/LAN-08.1/
        /asks/LAN-12.1/
        /asks/TEE-01.1/ 404
        /propositions/LAN-10/
        /propositions/LAN-12/
        /propositions/LAN-12/steps/ready/
        /questions/LAN-02.1-Q1/steps/answer/
        /strategies/LAN-LIS/
        /admin/
        /admin/propositions/
        /admin/propositions/proposition/
        /admin/propositions/proposition/?status=drafting
        /admin/propositions/proposition/?q=nothing+of+the+kind
        /admin/propositions/proposition/add/
        /admin/propositions/proposition/LAN-12/change/
        /admin/propositions/proposition/LAN-01/change/
        /admin/propositions/proposition/LAN-01/history/
        /admin/propositions/proposition/LAN-12/steps/ready/
        /admin/propositions/proposition/LAN-12/delete/ 403
        /admin/propositions/ask/
        /admin/propositions/ask/?status=draft&type=none
        /admin/propositions/ask/add/
        /admin/propositions/ask/LAN-12.1/change/
        /admin/propositions/ask/LAN-02.1/change/
        /admin/propositions/ask/LAN-02.1/history/
        /admin/propositions/ask/LAN-09.1/steps/withdraw/ 403
        /admin/lis/policypositionpaper/
        /admin/propositions/sourcedocument/
        /admin/propositions/sourcedocument/import/
        /admin/propositions/sourcedocument/{begun}/change/
        /admin/propositions/sourcedocument/{begun}/table/
        /admin/propositions/sourcedocument/{begun}/rows/
        /admin/propositions/sourcedocument/{imported}/made/
        /admin/propositions/sourcedocument/{imported}/history/
        /admin/propositions/sourcedocument/{prose}/table/
        /admin/propositions/sourcedocument/{prose}/blocks/
        /admin/propositions/sourcedocument/{prose}/use/?block=2
        /admin/lis/job/ 403
        /api/v1/
    """),
    refused("/questions/LAN-02.1-Q1/steps/answer/", "Answer the question", called="answer-a-question-empty"),
    refused("/admin/propositions/proposition/add/", "Start a proposition", called="proposition-add-empty"),
    refused("/admin/propositions/sourcedocument/import/", "Read the paper", called="import-empty"),
    refused("/admin/propositions/sourcedocument/{prose}/use/?block=2", "Make these", called="use-empty"),
    refused("/admin/propositions/ask/add/", "Add an ask", called="ask-add-empty"),
]
LEAD = [
    *EVERYBODY,
    *sights("""
        /asks/LAN-08.1/
        /answers/LAN-08.1-A1/steps/read/
        /propositions/LAN-10/
        /propositions/LAN-10/steps/submit/
        /propositions/LAN-10/steps/redraft/
        /admin/
        /admin/propositions/proposition/LAN-10/change/
        /admin/propositions/proposition/LAN-10/steps/submit/
        /admin/lis/strategy/
        /admin/lis/strategy/LAN-LIS/change/
        /admin/lis/strategy/LAN-LIS/history/
        /admin/lis/workstream/
        /admin/lis/workstream/add/
        /admin/propositions/proposition/LAN-12/steps/withdraw/
        /admin/propositions/ask/LAN-09.1/steps/withdraw/
    """),
    refused("/propositions/LAN-10/steps/submit/", "Submit to Government", called="submit-empty"),
    refused(
        "/admin/propositions/proposition/LAN-10/steps/submit/", "Submit to Government", called="office-submit-empty"
    ),
    Sight(
        "/admin/propositions/proposition/?status=ready",
        "Go",
        (("_selected_action", "on"), ("action", "step_submit")),
        called="submit-selected",
    ),
    Sight(
        "/admin/propositions/proposition/?q=LAN-11",
        "Go > Mark as ready: 1",
        (("_selected_action", "on"), ("action", "step_ready")),
        called="made-ready-selected",
    ),
]
SECRETARY = [
    *EVERYBODY,
    *sights("""
        /propositions/LAN-10/
        /admin/
        /admin/propositions/proposition/LAN-10/change/
        /account/password/
        /account/second-factor/
        /account/second-factor/set-up/
        /account/second-factor/recovery-codes/ 404
    """),
    refused("/account/password/", "Change password", called="password-empty", status=200),
]
# Somebody who signs in with a second factor.
NEGOTIATOR = sights("""
    /account/sign-out/
    /account/second-factor/
    /account/second-factor/remove/
    /account/second-factor/recovery-codes/
    /account/second-factor/recovery-codes/new/
    /account/confirm/
    /account/confirm/code/
""")
NEIGHBOUR = [
    *EVERYBODY[:4],
    *sights("""
        /asks/LAN-01.1/ 404
        /strategies/CHW-LIS/
        /papers/?status=submitted
        /papers/CHW-P01/
        /papers/CHW-P01/compare/
        /papers/CHW-P01/compare/?from=1&to=2
        /papers/CHW-P05/
        /papers/CHW-P05/steps/share/
        /papers/CHW-P05/steps/submit/
        /papers/CHW-P05/steps/send-back/
        /papers/CHW-P05/steps/withdraw/
        /papers/CHW-P07/
        /admin/
        /admin/lis/policypositionpaper/
        /admin/lis/policypositionpaper/add/
        /admin/lis/policypositionpaper/CHW-P06/change/
        /admin/lis/policypositionpaper/CHW-P01/change/
        /admin/lis/policypositionpaper/CHW-P01/history/
        /admin/lis/strategy/
        /admin/lis/strategy/CHW-LIS/change/
        /admin/lis/workstream/
        /admin/lis/workstream/{workstream}/change/
    """),
    refused("/papers/CHW-P05/steps/share/", "Share informally", called="share-empty"),
]
CONSULTATION_OFFICER = [
    *EVERYBODY[:2],
    *sights("""
        /consultations/
        /consultations/CHW-R02/
        /consultations/CHW-R02/responses/
        /consultations/CHW-R02/responses/?publication=without_name
        /consultations/CHW-R02/responses/?q=nothing+of+the+kind
        /consultations/CHW-R02/responses/{response}/
        /consultations/CHW-R02/steps/extend/
        /consultations/CHW-R02/steps/pause/
        /consultations/CHW-R03/
        /consultations/CHW-R03/steps/send-for-review/
        /evidence/
        /evidence/?q=nothing+of+the+kind
        /evidence/CHW-F01/
        /evidence/CHW-F01/steps/withdraw/
        /admin/
        /admin/consultations/
        /admin/consultations/round/
        /admin/consultations/round/add/
        /admin/consultations/round/CHW-R03/change/
        /admin/consultations/round/CHW-R03/subjects/
        /admin/consultations/round/CHW-R03/subjects/add/
        /admin/consultations/round/CHW-R03/subjects/add/?kind=paper
        /admin/consultations/round/CHW-R03/subjects/add/?kind=finding&q=nothing+of+the+kind
        /admin/consultations/round/CHW-R03/documents/
        /admin/consultations/round/CHW-R03/questions/
        /admin/consultations/round/CHW-R03/questions/page/1/
        /admin/consultations/round/CHW-R03/questions/page/1/add/
        /admin/consultations/round/CHW-R03/questions/page/add/
        /admin/consultations/round/CHW-R03/questions/town_village_closest/
        /admin/consultations/round/CHW-R03/questions/paste/
        /admin/consultations/round/CHW-R03/questions/copy/
        /admin/consultations/round/CHW-R03/preview/
        /admin/consultations/round/CHW-R03/steps/withdraw/
        /admin/consultations/round/CHW-R02/change/
        /admin/consultations/round/CHW-R02/subjects/
        /admin/consultations/round/CHW-R02/documents/
        /admin/consultations/round/CHW-R02/questions/
        /admin/consultations/round/CHW-R02/preview/
        /admin/consultations/round/CHW-R02/history/
        /admin/consultations/round/CHW-R02/steps/extend/
        /admin/lis/finding/
        /admin/lis/finding/add/
        /admin/lis/finding/CHW-F01/change/
    """),
    refused("/admin/consultations/round/CHW-R03/questions/page/1/add/", "Save", called="question-empty"),
    refused("/admin/consultations/round/CHW-R03/questions/paste/", "Add these questions", called="paste-empty"),
    refused("/admin/consultations/round/CHW-R03/documents/", "Add the document", called="document-empty"),
    refused("/admin/consultations/round/CHW-R03/subjects/add/", "Add what is ticked", called="subjects-empty"),
    refused("/consultations/CHW-R02/steps/extend/", "Close later", called="extend-empty"),
]
BEIS_REVIEWER = [
    *EVERYBODY,
    *OF_DEPARTMENTS,
    *sights("""
        /propositions/LAN-09/
        /asks/?type=data
        /asks/LAN-05.1/
        /asks/LAN-06.1/
        /asks/LAN-12.1/ 404
        /sides/LAN-09.3-BEIS/steps/take/
        /sides/LAN-09.3-BEIS/steps/hand-on/
        /sides/LAN-06.1-BEIS/steps/ask/
        /sides/LAN-06.1-BEIS/steps/draft-position/
        /sides/LAN-05.1-BEIS/steps/draft-position/
        /papers/CHW-P01/
        /api/v1/
        /admin/ 403
    """),
    refused("/sides/LAN-06.1-BEIS/steps/ask/", "Ask the area a question", called="question-empty"),
    refused("/sides/LAN-06.1-BEIS/steps/draft-position/", "Draft our position", called="position-empty"),
    refused("/sides/LAN-09.3-BEIS/steps/hand-on/", "Pass to another department", called="hand-on-empty"),
]
BEIS_CLEARER = [
    *EVERYBODY[:3],
    *OF_DEPARTMENTS,
    *sights("""
        /asks/LAN-05.1/
        /sides/LAN-05.1-BEIS/steps/clear/
        /sides/LAN-05.1-BEIS/steps/send-back/
        /sides/LAN-05.1-BEIS/steps/issue/
    """),
    refused("/sides/LAN-05.1-BEIS/steps/send-back/", "Send back to the reviewer", called="send-back-empty"),
]
BEIS_COORDINATOR = [*EVERYBODY[:3], *OF_DEPARTMENTS, *sights("/sides/LAN-09.3-BEIS/steps/hand-on/")]
DFE_REVIEWER = [
    *EVERYBODY[:3],
    *OF_DEPARTMENTS,
    *sights("""
        /asks/LAN-02.1/
        /asks/LAN-04.1/
        /asks/TEE-01.1/
        /questions/LAN-02.1-Q1/steps/close/
    """),
]
DEFRA_CLEARER = [*EVERYBODY[:3], *OF_DEPARTMENTS, *sights("/asks/LAN-09.2/\n/sides/LAN-09.2-Defra/steps/clear/")]
CLGU = [
    *EVERYBODY,
    *OF_DEPARTMENTS,
    *sights("""
        /asks/LAN-03.1/
        /asks/LAN-04.1/
        /sides/LAN-03.1-CLGU/steps/hand-on/
    """),
    refused("/sides/LAN-03.1-CLGU/steps/hand-on/", "Pass to another department", called="route-empty"),
]
ADMINISTRATOR = [
    *EVERYBODY,
    *sights("""
        /mail-sent/{mail}/
        /admin/
        /admin/lis/
        /admin/lis/user/
        /admin/lis/user/?q=lancashire
        /admin/lis/user/add/
        /admin/lis/user/{user}/change/
        /admin/lis/user/{user}/history/
        /admin/lis/membership/
        /admin/lis/membership/add/
        /admin/lis/membership/{membership}/change/
        /admin/lis/organisation/
        /admin/lis/organisation/add/
        /admin/lis/organisation/{organisation}/change/
        /admin/lis/area/
        /admin/lis/area/{area}/change/
        /admin/lis/framework/
        /admin/lis/framework/{framework}/change/
        /admin/lis/vocabulary/
        /admin/lis/vocabulary/{vocabulary}/change/
        /admin/lis/cue/
        /admin/lis/cue/add/
        /admin/lis/programme/
        /admin/lis/programme/{programme}/change/
        /admin/lis/job/
        /admin/lis/job/{job}/change/
        /admin/lis/notice/
        /admin/lis/notice/{notice}/change/
        /admin/lis/apitoken/
        /admin/lis/apitoken/{token}/change/
        /admin/lis/download/
        /admin/lis/download/{download}/change/
        /admin/propositions/ask/ 403
    """),
    refused("/admin/lis/user/add/", "Save", called="user-add-empty", status=200),
    refused("/admin/lis/membership/add/", "Save", called="membership-add-empty", status=200),
]
PEOPLE: dict[str, tuple[str, list[Sight]]] = {
    "anonymous": ("", ANONYMOUS),
    "drafter-of-lancashire": ("drafter@lancashire.example", DRAFTER),
    "lead-of-lancashire": ("lead@lancashire.example", LEAD),
    "secretary-of-lancashire": ("secretary@lancashire.example", SECRETARY),
    "negotiator-of-lancashire": ("negotiator@lancashire.example", NEGOTIATOR),
    "lead-of-cheshire-warrington": ("lead@cheshire-warrington.example", NEIGHBOUR),
    "consultation-officer": ("consultation@cheshire-warrington.example", CONSULTATION_OFFICER),
    "reviewer-at-beis": ("reviewer@beis.example", BEIS_REVIEWER),
    "clearer-at-beis": ("clearer@beis.example", BEIS_CLEARER),
    "coordinator-at-beis": ("coordinator@beis.example", BEIS_COORDINATOR),
    "reviewer-at-dfe": ("reviewer@dfe.example", DFE_REVIEWER),
    "clearer-at-defra": ("clearer@defra.example", DEFRA_CLEARER),
    "coordinator-at-clgu": ("coordinator@clgu.example", CLGU),
    "administrator": ("admin@concordat.example", ADMINISTRATOR),
}
