"""How does a program that refuses root run for root? As another user number that nobody had to add to the machine.

Run as a script, `unprivileged.py FOLDERS PROGRAM [ARGUMENT ...]`: takes on the other number and becomes the program.
PostgreSQL refuses to run as root. In a user namespace of its own it sees itself as "nobody" while its files stay
root's; where the machine forbids namespaces it really becomes another user, and owns FOLDERS.
"""

import ctypes
import os
import pwd
import shutil
import subprocess
import sys
from pathlib import Path

CLONE_NEWUSER = 0x10000000
PLACES_OF_SETPRIV = ("/usr/bin", "/bin", "/usr/local/bin")


def command(folders: list[Path], program: Path, *arguments: str) -> list[str]:
    """The command line that runs `program`, which works in `folders`, as someone who is not root."""
    line = [str(program), *arguments]
    if os.geteuid() != 0:
        return line
    return [sys.executable, "-I", "-S", str(Path(__file__).resolve()), os.pathsep.join(map(str, folders)), *line]


def someone_else() -> pwd.struct_passwd:
    """An account that exists and is not root: PostgreSQL looks up the name of whoever runs it."""
    accounts = {account.pw_name: account for account in pwd.getpwall() if account.pw_uid != 0}
    for name in ("postgres", "nobody", "daemon"):
        if name in accounts:
            return accounts[name]
    if not accounts:
        sys.exit("This machine has no account besides root, and PostgreSQL does not run as root. Set DATABASE_URL.")
    return next(iter(accounts.values()))


def enter_namespace(account: pwd.struct_passwd) -> bool:
    """Become `account` in a user namespace of our own; False where the machine does not let us."""
    unshare = getattr(ctypes.CDLL(None, use_errno=True), "unshare", None)
    group = os.getegid()  # Asked for before: inside, our own group has no number until it is given one.
    if unshare is None or unshare(CLONE_NEWUSER) != 0:
        return False
    try:
        Path("/proc/self/setgroups").write_text("deny")
        Path("/proc/self/uid_map").write_text(f"{account.pw_uid} 0 1")
        Path("/proc/self/gid_map").write_text(f"{account.pw_gid} {group} 1")
    except OSError:
        return False
    return os.geteuid() == account.pw_uid


def namespaces_work(account: pwd.struct_passwd) -> bool:
    """Try in a child first: a namespace that was entered and could not be furnished cannot be left again."""
    child = os.fork()
    if child == 0:
        os._exit(0 if enter_namespace(account) else 1)
    return os.waitpid(child, 0)[1] == 0


def become(account: pwd.struct_passwd, folders: list[Path], line: list[str]) -> None:
    """Become `account` for good, the owner of `folders` and of all that is in them, and then the program."""
    for folder in folders:
        for path in [folder, *folder.rglob("*")]:
            os.chown(path, account.pw_uid, account.pw_gid, follow_symlinks=False)
    setpriv = shutil.which("setpriv", path=os.pathsep.join([os.environ.get("PATH", ""), *PLACES_OF_SETPRIV]))
    if setpriv:
        # The right to reach the folders through closed ones above them is kept, so that none has to be opened up.
        # Without the last, the kernel forgets that right whenever a program only asks whether it may run another.
        kept = ["--inh-caps", "+dac_override", "--ambient-caps", "+dac_override", "--securebits", "+no_setuid_fixup"]
        number, group = str(account.pw_uid), str(account.pw_gid)
        arguments = ["--reuid", number, "--regid", group, "--clear-groups"]
        if (
            subprocess.run(
                [setpriv, *arguments, *kept, "/bin/sh", "-c", "true"], check=False, capture_output=True
            ).returncode
            == 0
        ):
            os.execv(setpriv, [setpriv, *arguments, *kept, *line])
    os.setgroups([])
    os.setgid(account.pw_gid)
    os.setuid(account.pw_uid)
    for place in [*folders, Path(line[0])]:
        if not os.access(place, os.R_OK | os.X_OK):
            sys.exit(
                f"PostgreSQL does not run as root, and the user “{account.pw_name}” may not reach {place}. "
                "Run this as an ordinary user, put everything where that user may go, or set DATABASE_URL."
            )
    os.execv(line[0], line)


def main(folders: str, *line: str) -> None:
    account = someone_else()
    if namespaces_work(account):
        enter_namespace(account)
        os.execv(line[0], list(line))
    become(account, [Path(folder) for folder in folders.split(os.pathsep)], list(line))


if __name__ == "__main__":
    main(*sys.argv[1:])
