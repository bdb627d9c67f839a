"""Where does the database come from when nobody names a server? From a private PostgreSQL in the data directory.

It listens on a Unix socket in a folder that only its owner may enter. Any number of processes share it: whoever
needs it holds `shared()`, the first starts the server and the last stops it. What a process holds is a lock on a
file, so that a process that is killed lets go of it too.
"""

import contextlib
import fcntl
import hashlib
import os
import shutil
import stat
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from launch import postgres_process, postgres_programs, unprivileged
from launch import variables as env
from launch.places import ROOT, data_dir, kept_secret

SUPERUSER, OWNER, WEB = "postgres", "concordat_owner", "concordat_web"
DATABASE = "concordat"
PORT = "5432"
# The kernel gives the path of a Unix socket 108 bytes (104 on macOS), its closing zero included.
LONGEST_SOCKET_PATH = 100
PATIENCE = 60
DURABLE = {"fsync": "on", "max_connections": "100"}
# A server for tests may lose everything in a power cut, and has room for two hundred people who act at once.
THROWAWAY = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "max_connections": "500"}
ROLES_AND_DATABASE = ROOT / "launch" / "roles.sql"


class ClusterError(Exception):
    """The database server cannot be started; the message is a sentence for the person at the keyboard."""


@dataclass(frozen=True)
class Cluster:
    """One embedded PostgreSQL: its folder, and the settings that differ between the real one and the one for tests."""

    directory: Path
    options: tuple[tuple[str, str], ...]

    @property
    def data(self) -> Path:
        return self.directory / "data"

    @property
    def log(self) -> Path:
        return self.directory / "server.log"

    @property
    def socket_folder(self) -> Path:
        """Beside the data; in the folder for temporary files where the path would be too long for a socket."""
        beside = self.directory / "socket"
        if len(os.fsencode(beside / f".s.PGSQL.{PORT}")) <= LONGEST_SOCKET_PATH:
            return beside
        name = hashlib.sha256(os.fsencode(self.directory)).hexdigest()[:16]
        return Path(tempfile.gettempdir()) / f"concordat-{name}"

    def password(self, role: str) -> str:
        return kept_secret(self.directory / "passwords" / role)

    def address(self, role: str, database: str = DATABASE) -> dict[str, str]:
        """Where to connect as `role`, in the words of Django's DATABASES."""
        return {
            "HOST": str(self.socket_folder),
            "PORT": PORT,
            "USER": role,
            "PASSWORD": self.password(role),
            "NAME": database,
        }

    @contextlib.contextmanager
    def shared(self) -> Iterator["Cluster"]:
        """The running server for as long as the block lasts; raises ClusterError where it cannot be started."""
        self.directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        with (self.directory / "users.lock").open("w") as users:
            try:
                with self.alone():
                    fcntl.flock(users, fcntl.LOCK_SH)
                    self.start()
                yield self
            finally:
                with self.alone():
                    if self.unused(users):
                        self.stop()

    def stop_unless_used(self) -> None:
        """Stop a server that outlived a killed process and that nobody holds."""
        if self.data.exists():
            with self.alone(), (self.directory / "users.lock").open("w") as users:
                if self.unused(users):
                    self.stop()

    def remove(self) -> None:
        """Stop the server and remove all it holds; raises ClusterError while somebody uses it."""
        if not self.directory.exists():
            return
        with self.alone(), (self.directory / "users.lock").open("w") as users:
            if not self.unused(users):
                raise ClusterError("Another process still uses the database. End it, then try again.")
            self.stop()
            for folder in (self.data, self.directory / "unfinished", self.directory / "passwords"):
                shutil.rmtree(folder, ignore_errors=True)

    def unused(self, users: IO[str]) -> bool:
        """Whether nobody but ourselves holds the server; asked while `alone`, so the answer stays true."""
        try:
            fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True

    @contextlib.contextmanager
    def alone(self) -> Iterator[None]:
        """Only one process at a time starts or stops the server."""
        with (self.directory / "starting.lock").open("w") as lock:
            deadline = time.monotonic() + 3 * PATIENCE
            while True:
                try:
                    fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    break
                except OSError:
                    if time.monotonic() > deadline:
                        raise ClusterError(
                            "Another process has been starting or stopping the database for three minutes. "
                            "See whether it hangs, end it, and try again."
                        ) from None
                    time.sleep(0.05)
            yield

    def start(self) -> None:
        """Start the server if it does not answer, making its files first where there are none."""
        programs = self.programs()
        if self.answers(programs):
            return
        if not self.data.exists():
            self.make(programs)
        self.check_version(programs)
        self.make_socket_folder()
        self.write_options()
        self.start_patiently(programs)
        self.make_roles(programs)

    def programs(self) -> Path:
        folder = postgres_programs.find()
        if folder is None:
            raise ClusterError(
                "No PostgreSQL was found for this machine. Install one, name its folder of programs in PG_BIN, "
                "or name a server in DATABASE_URL and DATABASE_OWNER_URL."
            )
        return folder

    def answers(self, programs: Path) -> bool:
        question = [str(programs / "pg_isready"), "-q", "-h", str(self.socket_folder), "-p", PORT, "-t", "5"]
        return subprocess.run(question, check=False).returncode == 0

    def make(self, programs: Path) -> None:
        """Make the server's files, under another name until they are whole: an interrupted start leaves nothing."""
        unfinished = self.directory / "unfinished"
        shutil.rmtree(unfinished, ignore_errors=True)
        unfinished.mkdir(mode=0o700)
        password = self.directory / "passwords" / SUPERUSER
        self.password(SUPERUSER)
        made = self.run(
            programs / "initdb",
            *("--pgdata", str(unfinished), "--username", SUPERUSER, "--pwfile", str(password)),
            *("--auth", "scram-sha-256", "--encoding", "UTF8", "--no-instructions", *self.locale(programs)),
        )
        if made.returncode != 0:
            raise ClusterError(f"The database could not be made:\n{made.stdout.strip()}")
        with (unfinished / "postgresql.conf").open("a") as conf:
            conf.write("\ninclude_if_exists = 'concordat.conf'\n")
        unfinished.rename(self.data)

    def locale(self, programs: Path) -> tuple[str, ...]:
        """Letters beyond ASCII have to fold and sort alike on every machine; PostgreSQL 17 brings its own rules."""
        if postgres_programs.version(programs) >= 17:
            return ("--locale", "C", "--locale-provider", "builtin", "--builtin-locale", "C.UTF-8")
        return ("--locale", "C.UTF-8")

    def check_version(self, programs: Path) -> None:
        made_by, ours = (self.data / "PG_VERSION").read_text().strip(), str(postgres_programs.version(programs))
        if made_by != ours:
            raise ClusterError(
                f"The database in {self.directory} was made by PostgreSQL {made_by}, and version {ours} is installed. "
                f"Name the folder of version {made_by} in PG_BIN, or remove the database with ./run reset."
            )

    def make_socket_folder(self) -> None:
        folder = self.socket_folder
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        found = folder.lstat()
        # A folder in a public place could have been laid there by someone else, who would then own our socket.
        owners = {os.geteuid(), self.directory.stat().st_uid}
        if not stat.S_ISDIR(found.st_mode) or found.st_uid not in owners or found.st_mode & 0o077:
            raise ClusterError(f"{folder} should be a folder that only you may enter. Remove it and try again.")

    def write_options(self) -> None:
        options = {
            "listen_addresses": "",
            "port": PORT,
            "unix_socket_directories": str(self.socket_folder),
            "unix_socket_permissions": "0700",
            "timezone": "UTC",
            "log_timezone": "UTC",
            # Passwords and personal words could stand in a statement that failed.
            "log_min_error_statement": "panic",
            **dict(self.options),
        }
        lines = [f"{name} = '{value.replace(chr(39), chr(39) * 2)}'\n" for name, value in options.items()]
        (self.data / "concordat.conf").write_text("".join(lines))

    def start_patiently(self, programs: Path) -> None:
        """Start, and try again while what is left of a killed server still holds the files."""
        deadline = time.monotonic() + PATIENCE
        while True:
            postgres_process.forget_the_dead(self.data)
            self.log.write_text("")
            arguments = ("start", "-w", "-t", str(PATIENCE), "-s", "-D", str(self.data), "-l", str(self.log))
            started = self.run(programs / "pg_ctl", *arguments)
            if started.returncode == 0 or self.answers(programs):
                return
            said = self.log.read_text(errors="replace") or started.stdout
            lingering = "pre-existing shared memory" in said or "lock file" in said
            if not lingering or time.monotonic() > deadline:
                raise ClusterError(f"The database did not start. It said:\n{said.strip()}")
            time.sleep(0.5)

    def stop(self) -> None:
        """Stop the server: sessions are cut off, what was committed stays."""
        first_process = postgres_process.number_in(self.data)
        if first_process is not None:
            programs = self.programs()
            self.run(programs / "pg_ctl", "stop", "-m", "fast", "-w", "-t", str(PATIENCE), "-s", "-D", str(self.data))
            # pg_ctl is content when the note is gone, and the process outlives its note by a moment.
            deadline = time.monotonic() + 5
            while not postgres_process.ended(first_process) and time.monotonic() < deadline:
                time.sleep(0.01)
        if self.socket_folder.parent != self.directory:
            shutil.rmtree(self.socket_folder, ignore_errors=True)

    def make_roles(self, programs: Path) -> None:
        """Let the server's superuser make them; their passwords go by the environment, not by the command line."""
        done = subprocess.run(
            [str(programs / "psql"), "-X", "-q", "-v", "ON_ERROR_STOP=1", "-f", str(ROLES_AND_DATABASE)],
            env=os.environ
            | {"PGHOST": str(self.socket_folder), "PGPORT": PORT, "PGDATABASE": "postgres"}
            | {"PGUSER": SUPERUSER, "PGPASSWORD": self.password(SUPERUSER), "PGOPTIONS": "-c log_statement=none"}
            | {"OWNER_PASSWORD": self.password(OWNER), "WEB_PASSWORD": self.password(WEB)},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        if done.returncode != 0:
            raise ClusterError(f"The database's roles could not be made:\n{done.stdout.strip()}")

    def run(self, program: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run one of PostgreSQL's programs as someone who is not root."""
        folders = [folder for folder in {self.directory, self.socket_folder} if folder.exists()]
        # The server inherits what pg_ctl is given, so nothing of ours may hang on its output: a file, not a pipe.
        with tempfile.TemporaryFile("w+", errors="replace") as output:
            done = subprocess.run(
                unprivileged.command(folders, program, *arguments),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                cwd=self.directory,
                # A Ctrl-C is for whoever uses the server, who then stops it in good order.
                start_new_session=True,
                check=False,
            )
            output.seek(0)
            return subprocess.CompletedProcess(done.args, done.returncode, output.read(), "")


def cluster(name: str = "") -> Cluster:
    """The embedded server of this name: `postgres` is the real one, `test-postgres` the one for tests."""
    name = name or env.text("DATABASE_CLUSTER", "postgres", "the name of a private server", env.matching(r"[\w-]+"))
    options = THROWAWAY if name.startswith("test-") else DURABLE
    return Cluster(data_dir() / name, tuple(options.items()))
