"""Does the house keep its own rules: those of its shape and taste that can be read off the code itself?"""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from django.apps import apps

from launch.places import ROOT
from lis.engine.models import Noun
from lis.engine.registry import workflows
from lis.engine.visibility import visible_to

APPS = ("lis", "propositions", "consultations")
LONGEST = 350
ENGINE = ROOT / "lis" / "engine"


@cache
def modules(*folders: str) -> tuple[Path, ...]:
    """Every Python module of ours under ``folders``, migrations left out."""
    found = (path for folder in folders for path in sorted((ROOT / folder).rglob("*.py")))
    return tuple(path for path in found if not {"migrations", "__pycache__"} & set(path.parts))


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def name_of(path: Path, node: ast.AST | None = None) -> str:
    """Where something is, as an editor finds it."""
    place = path.relative_to(ROOT).as_posix()
    return f"{place}:{node.lineno}" if node is not None else place


def nodes(paths: tuple[Path, ...], *kinds: type[ast.AST]) -> Iterator[tuple[Path, ast.AST]]:
    for path in paths:
        for node in ast.walk(tree(path)):
            if isinstance(node, kinds):
                yield path, node


OURS = modules(*APPS)
EVERYTHING = modules(*APPS, "launch", "tests")


# The shape of modules -----------------------------------------------------------------------------------------------


def test_every_module_opens_with_a_sentence_that_says_what_it_answers() -> None:
    def opens_well(path: Path) -> bool:
        first = (ast.get_docstring(tree(path)) or "").split("\n\n")[0]
        return first[:1].isupper() and first.rstrip()[-1:] in {".", "?"}

    # A package that holds nothing but its modules may be silent.
    assert [name_of(path) for path in EVERYTHING if path.read_text().strip() and not opens_well(path)] == []


def test_no_module_is_too_long_to_be_read_at_once() -> None:
    lengths = {name_of(path): len(path.read_text().splitlines()) for path in modules(*APPS, "launch")}

    assert {name: length for name, length in lengths.items() if length > LONGEST} == {}


def test_every_module_is_named_for_what_it_answers() -> None:
    says_nothing = {"utils", "util", "helpers", "helper", "common", "services", "service", "misc", "base", "tools"}

    assert [name_of(path) for path in EVERYTHING if says_nothing & {path.stem, *path.relative_to(ROOT).parts}] == []


def test_imports_stand_at_the_top() -> None:
    functions = nodes(EVERYTHING, ast.FunctionDef, ast.AsyncFunctionDef)
    inside = [
        name_of(path, node)
        for path, function in functions
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]

    assert inside == []


def test_nothing_happens_by_signal() -> None:
    """An effect stands beside the step that causes it; only Django's own machinery may be listened to at start."""
    imported = [
        name_of(path, node)
        for path, node in nodes(OURS, ast.ImportFrom)
        if (node.module or "") in {"django.dispatch", "django.db.models.signals"}
    ]
    decorated = [
        name_of(path, node)
        for path, node in nodes(OURS, ast.FunctionDef)
        if any("receiver" in ast.unparse(decorator) for decorator in node.decorator_list)
    ]

    assert imported + decorated == []


def test_every_folder_of_tests_is_a_package() -> None:
    folders = {path.parent for path in modules("tests")}

    assert [name_of(folder) for folder in sorted(folders) if not (folder / "__init__.py").exists()] == []


def test_imports_point_one_way() -> None:
    """The order of apps and rooms, and of the modules in a room, stands in ``pyproject.toml``."""
    linter = Path(sys.executable).with_name("lint-imports")

    told = subprocess.run([linter, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)

    assert told.returncode == 0, told.stdout


def test_every_room_has_its_place_in_that_order() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    placed = {layer for contract in contracts if "containers" not in contract for layer in contract["layers"]}
    rooms = {f"{app}.{path.parent.name}" for app in APPS for path in (ROOT / app).glob("*/__init__.py")}

    # What the framework looks for under its own name is no room.
    assert {
        room for room in rooms - placed if room.split(".")[1] not in {"migrations", "management", "templatetags"}
    } == set()


# Time ---------------------------------------------------------------------------------------------------------------


def test_there_is_one_clock() -> None:
    """A rule that asks another clock cannot be stopped at a moment, in a test or in a request."""
    others = re.compile(
        r"\b(timezone\.(now|localdate|localtime)|(datetime|dt\.datetime)\.(now|utcnow|today)|date\.today)\b"
    )

    asked = [
        f"{name_of(path)}:{number}"
        for path in OURS
        if path != ENGINE / "clock.py"
        for number, line in enumerate(path.read_text().splitlines(), start=1)
        if others.search(line)
    ]

    assert asked == []


# The ledger has one writer ------------------------------------------------------------------------------------------

LEDGER = {"Record", "Event", "Version"}
WRITES = {"create", "bulk_create", "get_or_create", "update_or_create", "update", "bulk_update", "delete", "acreate"}


def root_of(node: ast.AST) -> str:
    """The name with which a chain of attributes and calls begins: Record of ``Record.objects.filter(...).update``."""
    while isinstance(node, ast.Attribute | ast.Call | ast.Subscript):
        node = node.func if isinstance(node, ast.Call) else node.value
    return node.id if isinstance(node, ast.Name) else ""


def test_nothing_outside_the_engine_writes_records_events_or_versions() -> None:
    outside = tuple(path for path in OURS if ENGINE not in path.parents)
    made, written = [], []
    for path, call in nodes(outside, ast.Call):
        function = call.func
        if isinstance(function, ast.Name) and function.id in LEDGER:
            made.append(name_of(path, call))
        if isinstance(function, ast.Attribute) and function.attr in WRITES and root_of(function.value) in LEDGER:
            written.append(name_of(path, call))

    assert made == []
    assert written == []


def test_nothing_outside_the_engine_sets_a_status_or_a_revision() -> None:
    # Papers and rounds tell a reader outside the area a revision of their own, which is never saved.
    told = {"lis/papers/api.py", "consultations/rounds/api.py"}
    outside = tuple(path for path in OURS if ENGINE not in path.parents and name_of(path) not in told)
    assigned = [
        name_of(path, node)
        for path, node in nodes(outside, ast.Assign, ast.AugAssign, ast.AnnAssign)
        for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
        if isinstance(target, ast.Attribute)
        and target.attr in {"status", "revision"}
        and ast.unparse(target.value).split(".")[-1] in {"record", "noun", *workflows}
    ]
    updated = [
        name_of(path, call)
        for path, call in nodes(outside, ast.Call)
        if isinstance(call.func, ast.Attribute)
        and call.func.attr in WRITES
        and {keyword.arg for keyword in call.keywords} & {"status", "revision", "record__status"}
    ]

    assert assigned == []
    assert updated == []


# Permissions --------------------------------------------------------------------------------------------------------


def test_permissions_name_no_statuses() -> None:
    """Who may and what must hold are words; which status means what is known to the noun and its lifecycle."""
    statuses = {status for workflow in workflows.values() for status in workflow.statuses}
    named = [
        f"{name_of(path, node)} {node.value}"
        for path, node in nodes(tuple(path for path in OURS if path.name == "permissions.py"), ast.Constant)
        if isinstance(node.value, str) and node.value in statuses
    ]

    assert named == []


# Rooms --------------------------------------------------------------------------------------------------------------


def imported_by(path: Path) -> set[str]:
    """The modules that ``path`` imports from its own app, as dotted names under it."""
    found = set()
    for node in tree(path).body:
        if isinstance(node, ast.ImportFrom) and (
            node.level == 1 or (node.module or "").split(".")[0] == path.parent.name
        ):
            module = (node.module or "").removeprefix(f"{path.parent.name}.")
            found |= {module} | {f"{module}.{alias.name}".strip(".") for alias in node.names}
        elif isinstance(node, ast.Import):
            found |= {alias.name.removeprefix(f"{path.parent.name}.") for alias in node.names}
    return found


@pytest.mark.parametrize("app", APPS)
@pytest.mark.parametrize("kind", ["models", "admin"])
def test_no_room_is_forgotten_by_its_app(app: str, kind: str) -> None:
    """A room whose models are not imported has no tables, and makemigrations says that nothing has changed."""
    rooms = {f"{path.parent.name}.{kind}" for path in (ROOT / app).glob(f"*/{kind}.py")}
    rooms |= {
        f"{path.parents[1].name}.{kind}" for path in (ROOT / app).glob(f"*/{kind}/__init__.py") if kind == "models"
    }

    assert rooms - imported_by(ROOT / app / f"{kind}.py") == set()


@pytest.mark.parametrize("app", APPS)
def test_no_two_rooms_of_an_app_share_a_name(app: str) -> None:
    """Of what is known by its name across the whole app: tables, lifecycles, and what the API calls them."""
    known = ("Workflow", "QuerySet", "Serializer", "ViewSet", "Admin", "FilterSet", "Filter")
    models = {model.__name__ for model in apps.get_app_config(app).get_models()}
    names = Counter(
        node.name
        for _, node in nodes(modules(app), ast.ClassDef)
        if node.name in models or (node.name.endswith(known) and node.name not in known)
    )

    assert [name for name, times in names.items() if times > 1] == []


@pytest.mark.parametrize("app", APPS)
def test_migrations_are_named_for_what_they_do(app: str) -> None:
    names = [path.stem for path in (ROOT / app / "migrations").glob("[0-9]*.py")]

    assert names
    assert [name for name in names if re.search(r"auto_|_and_more|_alter_", name) or "_" not in name] == []


def nouns() -> list[type[Noun]]:
    return [model for model in apps.get_models() if issubclass(model, Noun)]


def test_every_noun_has_a_lifecycle_and_every_lifecycle_its_noun() -> None:
    assert {workflow.model for workflow in workflows.values()} == set(nouns())
    assert all(workflow.kind == kind for kind, workflow in workflows.items())
    assert all(noun.__doc__ and len(noun.__doc__) > 60 for noun in nouns())


def test_no_noun_has_a_second_rule_of_who_sees_it() -> None:
    """A room may narrow what it shows; whether somebody sees it at all is one function, written once."""
    ruled = [
        name_of(path, node)
        for path, node in nodes(OURS, ast.FunctionDef)
        if node.name == "visible_to" and ENGINE not in path.parents and "visible_to(" not in ast.unparse(node.body)
    ]

    assert ruled == []
    assert all(noun.objects.visible_to.__func__.__module__ == "lis.engine.models.noun" for noun in nouns())
    assert visible_to.__module__ == "lis.engine.visibility"


def test_no_noun_keeps_its_words_or_its_status_in_its_own_row() -> None:
    forbidden = {"status", "revision", "ref", "words", "body_text", "state"}

    assert {
        f"{noun.__name__}.{field.name}"
        for noun in nouns()
        for field in noun._meta.local_fields
        if field.name in forbidden
    } == set()


def test_every_lifecycle_can_be_read_aloud() -> None:
    """Verbs and addresses are unique, statuses are known and reached, and every step has its words."""
    for kind, workflow in workflows.items():
        verbs = [step.verb for step in workflow.steps]
        assert len(set(verbs)) == len(verbs), kind
        assert all(re.fullmatch(r"[a-z][a-z_]*", verb) for verb in verbs), kind
        known = set(workflow.statuses)
        for step in workflow.steps:
            told = f"{kind}: {step.verb}"
            assert step.label, told
            assert len(step.label) <= 40, told
            assert step.past, told
            assert not step.past.endswith("."), told
            assert set(step.sources) - {""} <= known, told
            assert step.target is None or step.target in known, told
            assert step.who.phrase, told
            assert not (step.creates and set(step.sources) - {""}), told
        reached = {step.target for step in workflow.steps if step.target}
        reached |= {"open"} if kind == "side" else set()  # a sponsor's side begins there
        assert reached == known, kind


# The engine explains itself -----------------------------------------------------------------------------------------


def public(path: Path) -> Iterator[tuple[ast.FunctionDef, bool]]:
    """The public functions of a module, and the public methods of its public classes (true)."""
    for node in tree(path).body:
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
            yield node, False
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
            for method in node.body:
                if isinstance(method, ast.FunctionDef) and not method.name.startswith("_"):
                    yield method, True


def test_public_functions_of_the_engine_say_what_goes_in_and_what_comes_out() -> None:
    undocumented, untyped = [], []
    for path in modules("lis/engine"):
        for function, is_method in public(path):
            if not is_method and not ast.get_docstring(function) and not function.decorator_list:
                undocumented.append(name_of(path, function))
            arguments = [*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs]
            hinted = all(one.annotation for one in arguments if one.arg not in {"self", "cls"})
            if not hinted or function.returns is None:
                untyped.append(name_of(path, function))

    assert undocumented == []
    assert untyped == []


# Pages --------------------------------------------------------------------------------------------------------------

TEMPLATES = sorted((ROOT / "templates").rglob("*.*"))
STATIC = sorted(
    path for path in (ROOT / "static").rglob("*") if path.suffix in {".css", ".js", ".svg", ".html", ".json"}
)


@pytest.mark.parametrize(
    ("what", "pattern"),
    [
        ("a style in an attribute", r"<[^>{]*\sstyle\s*="),
        ("a style of the page's own", r"<style\b"),
        ("a script in the page", r"<script\b(?![^>]*\bsrc=)"),
        ("a script in an attribute", r"<[a-z][^>]*\son[a-z]+\s*="),
        ("a script in a link", r"javascript:"),
    ],
)
def test_templates_hold_nothing_that_our_policy_forbids(what: str, pattern: str) -> None:
    found = [name_of(path) for path in TEMPLATES if re.search(pattern, path.read_text(encoding="utf-8"), re.IGNORECASE)]

    assert found == [], what


def test_pages_escape_every_word_but_the_hints_of_our_own_forms() -> None:
    pages = [path for path in TEMPLATES if path.suffix == ".html"]
    unescaped = re.compile(r"\|\s*safe(seq)?\b|autoescape off")

    assert [name_of(path) for path in pages if unescaped.search(path.read_text())] == ["templates/forms/hint.html"]
    # What Markdown leaves has been through the allow-list; a difference in words is drawn by a template of its own.
    marked = {
        name_of(path) for path, call in nodes(OURS, ast.Call) if root_of(call.func) in {"mark_safe", "SafeString"}
    }
    assert marked == {"lis/doors/markdown.py", "lis/templatetags/office.py"}


def test_pages_fetch_nothing_from_another_host() -> None:
    # The names of XML's own kinds and invented addresses lead nowhere.
    harmless = re.compile(r"https?://(www\.w3\.org/|[\w.]*example\b)")
    elsewhere = re.compile(r"(?:https?:)?//[a-z0-9-]+\.[a-z]{2,}", re.IGNORECASE)

    found = [
        f"{name_of(path)}: {hit.group()}"
        for path in (*TEMPLATES, *STATIC)
        for hit in elsewhere.finditer(harmless.sub("", path.read_text(encoding="utf-8")))
    ]

    assert found == []
