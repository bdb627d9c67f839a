"""Which variables of the environment does the service read? Found by reading the calls that read them."""

import ast
import re
from collections.abc import Iterator

from launch.places import ROOT

# The settings, what starts the web server with them, and what finds the data and an embedded database for them.
READERS = ("lis/settings", "lis/web_server.py", "launch/places.py", "launch/postgres.py", "launch/postgres_programs.py")
CALLS = {"os.environ.get", "os.environ.setdefault", "os.getenv", "shared"}
# What a value has to look like is no reading; and the one who reads on behalf of others is given the name.
NOT_READING = {"env.matching"}
ON_BEHALF = {"env.text(name, '', takes, form)"}


def variables() -> set[str]:
    """Their names; fails on a name that is put together at run time, since nobody could list it."""
    return set(names())


def names() -> Iterator[str]:
    for reader in READERS:
        path = ROOT / reader
        for file in sorted(path.rglob("*.py")) if path.is_dir() else [path]:
            for node in ast.walk(ast.parse(file.read_text())):
                if isinstance(node, ast.Subscript) and ast.unparse(node.value) == "os.environ":
                    yield constant(node.slice)
                elif isinstance(node, ast.Call) and ast.unparse(node) not in ON_BEHALF:
                    called = ast.unparse(node.func)
                    if called in CALLS or (called not in NOT_READING and re.fullmatch(r"env\.\w+", called)):
                        yield constant(node.args[0])


def constant(name: ast.expr) -> str:
    assert isinstance(name, ast.Constant), f"A variable's name is put together: {ast.unparse(name)}"
    return name.value
