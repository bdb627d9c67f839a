"""Where does everything that is not source live? In one data directory, `.data/` unless DATA_DIR says otherwise."""

import contextlib
import os
import secrets
from pathlib import Path

from launch import variables as env

ROOT = Path(__file__).resolve().parent.parent


def data_dir() -> Path:
    """The data directory, absolute. It is read on every call, since tests and the fresh-clone check move it."""
    return (ROOT / env.text("DATA_DIR", ".data", "the path of a folder")).resolve()


def make_data_dir() -> Path:
    """The data directory, made for its owner alone: it holds passwords, files and the database."""
    directory = data_dir()
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    return directory


def kept_secret(path: Path) -> str:
    """A random secret that stays the same from start to start, in a file that only its owner may read."""
    if not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(48))
        # Two processes may come here at once: whoever links first wins, and both read what that one wrote.
        with contextlib.suppress(FileExistsError):
            os.link(draft, path)
        draft.unlink()
    return path.read_text().strip()
