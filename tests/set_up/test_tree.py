"""Does the tree name anything that only one machine has: a package registry's address, or somebody's folders?"""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

from launch.places import ROOT

# Written in pieces, so that this file does not hold what it looks for.
REGISTRIES = re.compile("py" + r"pi\.org|python" + "hosted|npm" + "js|yarn" + r"pkg|deb" + r"ian\.org")
MACHINE_PATHS = re.compile(r"(?<![\w.$}/-])/(?:wo" + "rk|ro" + "ot|ho" + "me|Us" + r"ers)/")
NOT_OURS = {".git", ".data", "node_modules", "__pycache__", ".pytest_cache", ".ruff_cache", ".hypothesis"}


def files() -> Iterator[tuple[Path, str]]:
    """Every text file of the tree that is ours, with what it says."""
    for path in sorted(ROOT.rglob("*")):
        if path.is_file() and not NOT_OURS.intersection(path.relative_to(ROOT).parts):
            try:
                yield path.relative_to(ROOT), path.read_text(encoding="utf-8")
            except UnicodeDecodeError:
                continue


def test_tree_names_no_package_registry():
    found = [str(path) for path, text in files() if REGISTRIES.search(text)]

    assert found == []


def test_tree_names_no_folder_of_a_machine():
    found = [(str(path), hit.group()) for path, text in files() if (hit := MACHINE_PATHS.search(text))]

    assert found == []


def test_locks_hold_a_hash_for_every_package():
    for name in ("requirements.lock", "requirements-test.lock", "requirements-node.lock"):
        packages = re.split(r"\n(?=\S)", (ROOT / name).read_text().strip())

        assert all("--hash=sha256:" in package for package in packages), name


def test_lock_for_tests_holds_all_of_the_lock_for_running():
    running = set(re.findall(r"^\S+==\S+", (ROOT / "requirements.lock").read_text(), re.MULTILINE))
    tests = set(re.findall(r"^\S+==\S+", (ROOT / "requirements-test.lock").read_text(), re.MULTILINE))

    assert running - tests == set()


def test_locks_name_every_package_that_is_asked_for():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    asked = project["dependencies"] + project["optional-dependencies"]["test"]
    locked = set(re.findall(r"^([\w.-]+)==", (ROOT / "requirements-test.lock").read_text(), re.MULTILINE))

    assert {re.match(r"[\w.-]+", line).group() for line in asked} - locked == set()
