"""What the web's database role may do with each table, written out, and that it may do nothing to the tables."""

from __future__ import annotations

import pytest
from django.db import Error, connection, transaction

pytestmark = pytest.mark.django_db

# Whatever is not named here is read, added to and changed, and never deleted from.
READ_AND_ADD = {
    "consultations_givenanswer",
    "consultations_response",
    "lis_download",
    "lis_event",
    "lis_grant",  # and one of its columns, below
    "lis_record",  # and two of its columns
    "lis_sentmail",
    "lis_turn",  # and two of its columns
    "lis_version",
    "lis_version_authors",
    "propositions_answer",
    "propositions_clarification",
    "propositions_importedrow",
    "propositions_position",
}
TICKED_AND_UNTICKED = {
    "consultations_round_editors",
    "lis_area_parents",
    "lis_draft_authors",
    "lis_organisation_successors",
    "lis_strategy_areas",
    "lis_user_groups",
    "lis_user_user_permissions",
    "propositions_ask_departments",
    "propositions_proposition_sponsors",
    "propositions_proposition_themes",
}
DELETED_FROM_AS_WELL = {
    "account_emailaddress",
    "account_emailconfirmation",
    "auth_group",
    "auth_group_permissions",
    "auth_permission",
    "django_admin_log",
    "django_content_type",
    "django_session",
    "consultations_contact",
    "consultations_element",
    "consultations_option",
    "consultations_question",
    "consultations_questionpage",
    "consultations_supportingdocument",
    "consultations_unfinishedresponse",
    "lis_action",
    "lis_job",
    "mfa_authenticator",
}
ONLY_READ = {"django_migrations"}
COLUMNS = {
    "lis_grant": "ended_by_id",
    "lis_record": "revision status",
    "lis_turn": "due_on ended_id",
}


def test_each_table_has_exactly_these_rights() -> None:
    with connection.cursor() as cursor:
        cursor.execute("""
            SELECT relname,
                array_agg(privilege ORDER BY place) FILTER (WHERE has_table_privilege(pg_class.oid, privilege))
            FROM pg_class, unnest(
                ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'REFERENCES', 'TRIGGER']
            ) WITH ORDINALITY AS possible (privilege, place)
            WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v', 'm', 'f')
            GROUP BY relname
        """)
        given = {table: " ".join(rights or ()) for table, rights in cursor.fetchall()}

    expected = dict.fromkeys(given, "SELECT INSERT UPDATE")
    expected |= dict.fromkeys(READ_AND_ADD, "SELECT INSERT")
    expected |= dict.fromkeys(TICKED_AND_UNTICKED, "SELECT INSERT DELETE")
    expected |= dict.fromkeys(DELETED_FROM_AS_WELL, "SELECT INSERT UPDATE DELETE")
    expected |= dict.fromkeys(ONLY_READ, "SELECT")
    assert given == expected


def test_of_a_record_a_grant_and_a_turn_only_what_a_step_moves_can_be_changed() -> None:
    with connection.cursor() as cursor:
        cursor.execute("""
            SELECT attrelid::regclass::text, string_agg(attname, ' ' ORDER BY attname)
            FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
            WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND attnum > 0 AND NOT attisdropped
            AND has_column_privilege(attrelid, attnum, 'UPDATE') AND NOT has_table_privilege(attrelid, 'UPDATE')
            GROUP BY attrelid
        """)
        assert dict(cursor.fetchall()) == COLUMNS


def test_the_role_owns_nothing_and_is_nothing_special() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_class WHERE relowner = current_user::regrole")
        assert cursor.fetchone() == (0,)
        cursor.execute("""
            SELECT rolsuper, rolcreaterole, rolcreatedb, rolbypassrls, rolreplication FROM pg_roles
            WHERE rolname = current_user
        """)
        assert cursor.fetchone() == (False,) * 5
        cursor.execute("SELECT count(*) FROM pg_auth_members WHERE member = current_user::regrole")
        assert cursor.fetchone() == (0,)


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TABLE notes (words text)",
        "CREATE FUNCTION public.nothing() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "CREATE SCHEMA another",
        "ALTER TABLE lis_event ADD COLUMN mood text",
        "ALTER TABLE lis_event DISABLE TRIGGER event_frozen",
        "ALTER TABLE lis_record DISABLE TRIGGER ALL",
        "ALTER TABLE lis_record DROP CONSTRAINT record_root_is_set",
        "DROP TRIGGER event_agrees ON lis_event",
        "DROP TABLE lis_event",
        "TRUNCATE lis_event CASCADE",
        "CREATE TRIGGER mine BEFORE INSERT ON lis_event EXECUTE FUNCTION concordat_frozen()",
        "CREATE OR REPLACE FUNCTION concordat_frozen() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
        "GRANT UPDATE ON lis_event TO concordat_web",
        "SET session_replication_role = replica",
        "SET ROLE concordat_owner",
    ],
)
def test_the_tables_themselves_cannot_be_touched(statement: str) -> None:
    with connection.cursor() as cursor:
        if statement.startswith("GRANT"):
            # PostgreSQL answers this with a warning, and gives nothing.
            cursor.execute(statement)
            cursor.execute("SELECT has_table_privilege('lis_event', 'UPDATE')")
            assert cursor.fetchone() == (False,)
            return
        with pytest.raises(Error, match=r"permission denied|must be owner"), transaction.atomic():
            cursor.execute(statement)
