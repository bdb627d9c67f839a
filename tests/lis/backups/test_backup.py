"""The drill: the whole service is written into a folder and made again in an empty place, the same to the last hash."""

import contextlib
import hashlib
import io
import json
import shutil
import threading

import psycopg2
import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection
from django.test import Client, override_settings

from launch import postgres, postgres_programs
from launch.postgres import Cluster
from lis.backups import manifest
from lis.backups.manifest import DUMP, FILES, MANIFEST, SUMS, BackupError
from lis.backups.programs import Programs
from lis.backups.restoring import put_files
from lis.backups.taking import copied
from lis.engine.models import Event, Version
from lis.files.models import StoredFile
from lis.files.storing import store_content
from lis.people.models import User
from tests import databases
from tests.bucket import bucket


def says(command, *arguments):
    """What a command prints, errors included."""
    said = io.StringIO()
    call_command(command, *map(str, arguments), stdout=said, stderr=said)
    return said.getvalue()


def refusal_of(command, *arguments):
    with pytest.raises(CommandError) as refused:
        call_command(command, *map(str, arguments), stdout=io.StringIO())
    return str(refused.value)


def files_in(folder):
    """Where uploaded files lie while the block lasts."""
    options = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(folder)}}
    static = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    return override_settings(STORAGES={"default": options, "staticfiles": static})


def listed(folder):
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def described():
    """How many rows each table holds, and every hash."""
    with connection.cursor() as cursor:
        found = manifest.describe(cursor)
    events = list(Event.objects.order_by("pk").values_list("pk", "hash", "prev", "digest"))
    return found["rows"], found["ledger"], events, list(Version.objects.order_by("pk").values_list("pk", "hash"))


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    return tmp_path_factory.mktemp("backups")


@pytest.fixture(scope="module")
def told(database_template, django_db_setup, django_db_blocker, place):
    """The whole demonstration, with a file of ours; what it has stored elsewhere is here again, but for one file."""
    with django_db_blocker.unblock(), databases.clone_of(databases.told_template()) as name, files_in(place / "files"):
        _, *others = sorted(StoredFile.objects.values_list("content", flat=True))
        for other in others:
            default_storage.save(other, ContentFile(other.encode()))
        store_content("Notes.txt", b"What the board said.", by=User.objects.first())
        yield name


@pytest.fixture(scope="module")
def taken(told, place):
    """A backup, what was there when it began, and what the command said. Somebody writes while it is being taken."""
    before, dump = described(), Programs.dump

    def meanwhile(programs, *arguments):
        writer = threading.Thread(target=lambda: (User.objects.create_user("late@office.example"), connection.close()))
        writer.start()
        writer.join()
        dump(programs, *arguments)

    with pytest.MonkeyPatch.context() as patch, databases.connected_to(told, "owner"):
        patch.setattr(Programs, "dump", meanwhile)
        said = says("backup", place / "backup")
    assert User.objects.filter(email="late@office.example").exists()
    return place / "backup", before, said


@pytest.fixture
def backup(taken, tmp_path):
    """A copy of that backup, to do with as one likes."""
    return shutil.copytree(taken[0], tmp_path / "backup")


@pytest.fixture(scope="module")
def elsewhere(place):
    """Another server with the two roles, as after the loss of the first."""
    cluster = Cluster(place / "test-elsewhere", tuple(postgres.THROWAWAY.items()))
    with cluster.shared():
        yield cluster


@contextlib.contextmanager
def on(cluster, role, database=postgres.DATABASE):
    """Django's connection leads to a database of that server as that role."""
    before = dict(connection.settings_dict)
    connection.close()
    connection.settings_dict.update(cluster.address(role, database))
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict.update(before)


def test_a_backup_becomes_the_service_again_in_an_empty_place(taken, elsewhere, place):
    backup, before, _ = taken
    with files_in(place / "restored"):
        with on(elsewhere, postgres.OWNER):
            said = says("restore", backup)
            again = refusal_of("restore", backup)
        with on(elsewhere, postgres.WEB):
            after = described()
            ours = StoredFile.objects.get(name="Notes.txt")
            client = Client()
            entered = client.post("/account/sign-in/", {"login": "lead@lancashire.example", "password": "demo"})
            page = client.get("/asks/")
            (event, *_) = Event.objects.all()
            refusals = [
                refusal_to_the_web(f"UPDATE lis_event SET verb = '' WHERE id = {event.pk}"),
                refusal_to_the_web(f"DELETE FROM lis_version WHERE id = {event.version_id or 0}"),
            ]
            with connection.cursor() as cursor:
                cursor.execute("SELECT has_function_privilege('public', 'erase_words(text, bigint)', 'EXECUTE')")
                (everybody_may_erase,) = cursor.fetchone()

    rows = before[0]
    assert rows["lis_event"] > 20
    assert after == before
    assert listed(place / "restored") == listed(place / "files")
    assert hashlib.sha256((place / "restored" / ours.content.name).read_bytes()).hexdigest() == ours.sha256
    assert said.startswith(f"Restored {sum(rows.values())} rows and {len(listed(place / 'files'))} files, as they were")
    assert "migrate" not in said
    assert (entered.status_code, page.status_code) == (302, 200)
    assert refusals == ["permission denied for table lis_event", "permission denied for table lis_version"]
    assert not everybody_may_erase
    assert again.startswith(f"The database is not empty: it holds {len(rows)} tables")


def refusal_to_the_web(statement):
    with pytest.raises(DatabaseError) as refused, connection.cursor() as cursor:
        cursor.execute(statement)
    return str(refused.value).splitlines()[0]


def test_backup_is_of_one_moment_and_says_what_the_storage_has_lost(taken, place):
    backup, before, said = taken
    written = json.loads((backup / MANIFEST).read_text())

    assert written["rows"] == before[0]
    assert written["ledger"] == before[1]
    assert listed(backup / FILES) == listed(place / "files")
    (lost,) = written["missing"]
    assert said == (
        f"{backup} holds {sum(before[0].values())} rows and {written['files']} files.\n"
        f"The storage has lost the file {lost}, so the backup is without it.\n"
    )
    assert backup.stat().st_mode & 0o077 == 0


def test_files_come_out_of_an_object_storage_and_back_into_one(tmp_path):
    with bucket() as server, override_settings(STORAGES={"default": server.storage()}):
        server.objects["ab/cdef"] = b"What we want."
        found = [copied(name, tmp_path / name) for name in ("ab/cdef", "ab/lost")]
        server.objects.clear()
        again = [put_files(tmp_path), put_files(tmp_path)]
        server.objects["ab/cdef"] = b"Somebody else's."
        with pytest.raises(BackupError, match="it holds another file named ab/cdef"):
            put_files(tmp_path)
        default_storage.connection.meta.client.close()

    assert found == [True, False]
    assert listed(tmp_path) == {"ab/cdef": b"What we want."}
    assert again == [["ab/cdef"], []]


def test_backup_goes_into_an_empty_folder_and_leaves_nothing_when_it_fails(told, tmp_path, monkeypatch):
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "letter.txt").write_text("Keep me.")
    monkeypatch.setattr(Programs, "dump", out_of_space)

    with databases.connected_to(told, "owner"):
        refusal = refusal_of("backup", tmp_path / "full")
        with pytest.raises(OSError, match="No space left"):
            call_command("backup", str(tmp_path / "new"))

    assert refusal == f"{tmp_path / 'full'} is not empty. Name a folder that is, or one that is not there yet."
    assert [path.name for path in tmp_path.rglob("*")] == ["full", "letter.txt"]


def out_of_space(*arguments):
    raise OSError("No space left on device")


def test_backup_says_so_when_there_is_no_program_for_the_server(told, tmp_path, monkeypatch):
    monkeypatch.setattr(postgres_programs, "version", lambda folder: 9)

    with databases.connected_to(told, "owner"):
        refusal = refusal_of("backup", tmp_path / "new")

    assert "no pg_dump of that version or a later one was found. Install it, or name its folder in PG_BIN." in refusal


def cut(path):
    path.write_bytes(path.read_bytes()[:-10])


def forget(folder, name):
    """Take a file out of a backup and its line out of the list."""
    (folder / name).unlink()
    lines = (folder / SUMS).read_text().splitlines(keepends=True)
    (folder / SUMS).write_text("".join(line for line in lines if not line.endswith(f"  {name}\n")))


def a_file(folder):
    return f"{FILES}/{min(listed(folder / FILES))}"


@pytest.mark.parametrize(
    ("harm", "words"),
    [
        (lambda folder: (folder / SUMS).unlink(), "holds no finished backup"),
        (lambda folder: cut(folder / DUMP), "is damaged: database.dump is not what was written"),
        (lambda folder: cut(folder / MANIFEST), "is damaged: manifest.json is not what was written"),
        (lambda folder: cut(folder / SUMS), "is not there"),
        (lambda folder: cut(folder / a_file(folder)), "is damaged: files/"),
        (lambda folder: (folder / a_file(folder)).unlink(), "is incomplete: files/"),
        (lambda folder: (folder / FILES / "letter.txt").write_text("new"), "files/letter.txt is not in the list"),
        (lambda folder: forget(folder, a_file(folder)), "holds fewer files than it says"),
        (lambda folder: forget(folder, MANIFEST), "is incomplete: manifest.json is not there"),
    ],
)
def test_a_backup_that_is_damaged_or_not_whole_is_refused_before_anything_is_touched(backup, elsewhere, harm, words):
    harm(backup)

    with on(elsewhere, postgres.OWNER, "not_there"):
        assert words in refusal_of("restore", backup)


def test_a_backup_of_a_newer_version_is_refused(backup, elsewhere):
    rewrite(backup, migrations=["lis.9999_of_tomorrow"])

    with on(elsewhere, postgres.OWNER, "not_there"):
        refusal = refusal_of("restore", backup)

    assert refusal.startswith("The backup was made by a newer version of Concordat")
    assert "lis.9999_of_tomorrow" in refusal


def rewrite(folder, **changes):
    """Change what the manifest says, with sums that agree; lists and dictionaries are added to."""
    said = json.loads((folder / MANIFEST).read_text())
    for name, change in changes.items():
        said[name] = said[name] + change if isinstance(change, list) else said[name] | change
    (folder / MANIFEST).write_text(json.dumps(said))
    manifest.write_sums(folder)


@pytest.fixture
def empty(elsewhere):
    """The name of an empty database of that server."""
    address = elsewhere.address(postgres.OWNER)
    names = {"host": "HOST", "port": "PORT", "user": "USER", "password": "PASSWORD", "dbname": "NAME"}
    link = psycopg2.connect(**{ours: address[theirs] for ours, theirs in names.items()})
    link.autocommit = True
    with link.cursor() as cursor:
        cursor.execute("CREATE DATABASE empty")
        yield "empty"
        cursor.execute("DROP DATABASE empty WITH (FORCE)")
    link.close()


def other_rows(folder, storage):
    rewrite(folder, rows={"lis_event": 1})


def another_chain(folder, storage):
    rewrite(folder, ledger={"events": "0" * 64})


def a_dump_cut_short(folder, storage):
    (folder / DUMP).write_bytes((folder / DUMP).read_bytes()[:-50_000])
    manifest.write_sums(folder)


def a_dump_of_something_else(folder, storage):
    (folder / DUMP).write_text("drop table lis_event;")
    manifest.write_sums(folder)


def another_file(folder, storage):
    name = max(listed(folder / FILES))
    (storage / name).parent.mkdir(parents=True)
    (storage / name).write_bytes(b"Somebody else's.")


@pytest.mark.parametrize(
    ("harm", "words"),
    [
        (other_rows, "The rows of lis_event are not those of the backup."),
        (another_chain, "The hashes of events are not those of the backup."),
        (a_dump_cut_short, "could not read from input file"),
        (a_dump_of_something_else, "does not appear to be a valid archive"),
        (another_file, "it holds another file named"),
    ],
)
def test_a_restore_that_fails_leaves_the_place_as_it_was(backup, elsewhere, empty, tmp_path, harm, words):
    storage = tmp_path / "storage"
    storage.mkdir()
    harm(backup, storage)
    before = listed(storage)

    with on(elsewhere, postgres.OWNER, empty), files_in(storage):
        refusal = refusal_of("restore", backup)
        tables = connection.introspection.table_names()

    assert words in refusal
    assert "DETAIL" not in refusal
    assert "CONTEXT" not in refusal
    assert tables == []
    assert listed(storage) == before
