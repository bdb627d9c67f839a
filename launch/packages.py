"""What has to be installed before anything runs? Python packages, and the front end's style sheet and script."""

import contextlib
import fcntl
import hashlib
import os
import re
import shutil
import subprocess
import sys
import venv
from collections.abc import Iterator
from pathlib import Path

from launch import processes
from launch.places import ROOT, data_dir, make_data_dir

RUNTIME, TESTS, NODE = "requirements.lock", "requirements-test.lock", "requirements-node.lock"
FRONT_END_FILES = ("govuk-frontend.min.css", "govuk-frontend.min.js")
CERTIFICATES = ("/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/cert.pem")
NPM_FILES = ("package.json", "package-lock.json", ".npmrc")


class InstallError(Exception):
    """Something could not be installed; the message is a sentence for the person at the keyboard."""


def python() -> Path:
    """The Python of the private environment."""
    return data_dir() / "venv" / "bin" / "python"


@contextlib.contextmanager
def alone() -> Iterator[None]:
    """Only one process at a time installs; the others wait, and then find it done."""
    with (make_data_dir() / "installing.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def python_is_ready(lock: str) -> bool:
    """Whether the private environment holds what `lock` names; the lock for tests holds all of the other."""
    stamp = data_dir() / "venv" / "installed"
    installed = stamp.read_text() if stamp.exists() else ""
    return installed in (fingerprint(ROOT / lock), fingerprint(ROOT / TESTS)) and works(python())


def prepare_python(lock: str) -> None:
    """Install the packages of `lock` by their hashes."""
    install(data_dir() / "venv", ROOT / lock)
    (data_dir() / "venv" / "installed").write_text(fingerprint(ROOT / lock))


def install(environment: Path, lock: Path) -> None:
    """Make the environment if it is missing or broken, and put into it what the lock names, nothing else."""
    interpreter = environment / "bin" / "python"
    if not works(interpreter):
        make_data_dir()
        try:
            venv.create(environment, clear=True, symlinks=True, with_pip=True)
        except (subprocess.CalledProcessError, OSError):
            shutil.rmtree(environment, ignore_errors=True)
            raise InstallError(
                f"{sys.executable} cannot make a private environment. On Debian or Ubuntu install python3-venv; "
                "elsewhere use a complete Python 3.11 or later."
            ) from None
    # Only wheels: to build from source would need a compiler, and would run code that the lock does not name.
    options = ["--require-hashes", "--only-binary", ":all:", "--no-deps", "--no-input", "--disable-pip-version-check"]
    output = ["--quiet", "--quiet", "--progress-bar", "off", "--no-warn-script-location"]
    line = [str(interpreter), "-m", "pip", "install", *options, *output, "-r", str(lock)]
    if processes.run(line, quiet=True) != 0:
        raise InstallError("The packages could not be installed. pip's own words stand above; is there a network?")


def works(interpreter: Path) -> bool:
    """Whether this Python still runs: an environment breaks when the Python it was made from goes, or it is moved."""
    question = [str(interpreter), "-c", "import pip, sys; sys.exit(sys.version_info < (3, 11))"]
    try:
        return subprocess.run(question, check=False, capture_output=True).returncode == 0
    except OSError:
        return False


def front_end_is_ready() -> bool:
    """Whether the browser's files are laid out as the lock and the code below want them."""
    stamp = data_dir() / "npm" / "installed"
    if not stamp.exists() or stamp.read_text() != front_end_fingerprint():
        return False
    return all((data_dir() / "front-end" / "govuk" / name).exists() for name in FRONT_END_FILES)


def front_end_fingerprint() -> str:
    return fingerprint(*(ROOT / name for name in NPM_FILES), Path(__file__))


def prepare_front_end() -> None:
    """Fetch GOV.UK Frontend by its lock, and lay out what the browser may have of it."""
    workshop, served = data_dir() / "npm", data_dir() / "front-end" / "govuk"
    workshop.mkdir(mode=0o700, parents=True, exist_ok=True)
    for name in NPM_FILES:
        shutil.copyfile(ROOT / name, workshop / name)
    program = [npm(), "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--no-update-notifier", "--loglevel=error"]
    # npm looks for its node on the PATH, and keeps its cache in a home that may not be there.
    found_on = os.pathsep.join([str(Path(program[0]).parent), os.environ.get("PATH", os.defpath)])
    environment = os.environ | {"PATH": found_on, "npm_config_cache": str(workshop / "cache")}
    # Node trusts only the certificates it brings; what this machine's owner trusts besides has to be named.
    trusted = next((bundle for bundle in CERTIFICATES if Path(bundle).exists()), None)
    if trusted:
        environment.setdefault("NODE_EXTRA_CA_CERTS", trusted)
    if processes.run(program, environment, workshop, quiet=True) != 0:
        raise InstallError("The front-end packages could not be installed. npm's own words stand above.")
    served.mkdir(mode=0o755, parents=True, exist_ok=True)
    for name in FRONT_END_FILES:
        text = (workshop / "node_modules" / "govuk-frontend" / "dist" / "govuk" / name).read_text(encoding="utf-8")
        (served / name).write_text(our_own_brand(text), encoding="utf-8")
    (workshop / "installed").write_text(front_end_fingerprint())


def static_files_are_ready() -> bool:
    """Whether what the web server hands out was gathered from the style sheets and scripts of today."""
    stamp = data_dir() / "static-made-from"
    return (data_dir() / "static").is_dir() and stamp.exists() and stamp.read_text() == static_fingerprint()


def static_files_are_made() -> None:
    (data_dir() / "static-made-from").write_text(static_fingerprint())


def static_fingerprint() -> str:
    """Ours, the front end's and, by the lock, those of the libraries."""
    folders = (ROOT / "static", data_dir() / "front-end")
    ours = sorted(path for folder in folders for path in folder.rglob("*") if path.is_file())
    return fingerprint(ROOT / RUNTIME, *ours)


def our_own_brand(text: str) -> str:
    """A style sheet or script without what belongs to GOV.UK alone: its typeface, its crest; and without its maps."""
    text = re.sub(r"@font-face\s*\{[^}]*\}", "", text)
    text = re.sub(r"""["']?GDS Transport["']?,\s*arial""", "Arial,Helvetica", text, flags=re.IGNORECASE)
    text = re.sub(r"url\([^)]*/assets/[^)]*\)", "none", text)
    return re.sub(r"/\*# sourceMappingURL=.*?\*/|//# sourceMappingURL=.*", "", text)


def npm() -> str:
    """The path of npm: the machine's own, or else one that comes as a Python wheel and is fetched only then."""
    found = shutil.which("npm")
    if found and shutil.which("node"):
        return found
    environment = data_dir() / "node"
    program = environment / "bin" / "npm"
    if not program.exists():
        install(environment, ROOT / NODE)
    return str(program)


def fingerprint(*files: Path) -> str:
    return hashlib.sha256(b"\0".join(file.read_bytes() for file in files)).hexdigest()
