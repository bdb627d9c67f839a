"""What the web process's database role may do to each table, and nothing more.

The owner's role migrates. The web role reads and inserts everywhere; it changes a record's status and revision only,
never a version or an event, and deletes only where a row is a mere tick (many-to-many) or another library's business.
A model that differs says so in ``web_rights``.
"""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.db.models import Model

OUR_APPS = {"lis", "propositions", "consultations"}
READ_AND_ADD = ("SELECT", "INSERT")
USUAL = ("SELECT", "INSERT", "UPDATE")
TICKS = ("SELECT", "INSERT", "DELETE")
EVERYTHING = ("SELECT", "INSERT", "UPDATE", "DELETE")

EXCEPTIONS = {
    "lis_record": ("SELECT", "INSERT", "UPDATE (status, revision)"),
    "lis_version": READ_AND_ADD,
    "lis_version_authors": READ_AND_ADD,
    "lis_event": READ_AND_ADD,
}


def rights_of(model: type[Model]) -> tuple[str, ...]:
    """The privileges of the web role on the table of ``model``."""
    table = model._meta.db_table
    if table in EXCEPTIONS:
        return EXCEPTIONS[table]
    if model._meta.app_label not in OUR_APPS:
        return EVERYTHING
    if model._meta.auto_created:
        return TICKS
    return getattr(model, "web_rights", USUAL)


def tables() -> dict[str, tuple[str, ...]]:
    """Every table of the installed applications and the web role's rights on it."""
    return {
        model._meta.db_table: rights_of(model)
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy
    }


def apply(connection: Any, web_role: str) -> None:
    """Give the web role its rights and take all others away; run by the owner after every migration."""
    quote = connection.ops.quote_name
    role = quote(web_role)
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [web_role])
        if cursor.fetchone() is None:
            raise RuntimeError(f"The database has no role {web_role}. Create it, then run migrate again.")
        present = set(connection.introspection.table_names(cursor))
        cursor.execute(f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {role}")
        # Up to PostgreSQL 14 everybody may make tables and functions there.
        cursor.execute("REVOKE CREATE ON SCHEMA public FROM PUBLIC")
        cursor.execute(f"GRANT USAGE ON SCHEMA public TO {role}")
        cursor.execute(f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role}")
        for table, rights in tables().items():
            if table in present:
                cursor.execute(f"GRANT {', '.join(rights)} ON {quote(table)} TO {role}")
        if "django_migrations" in present:
            cursor.execute(f"GRANT SELECT ON django_migrations TO {role}")
        cursor.execute("SELECT 1 FROM pg_proc WHERE proname = 'erase_words'")
        if cursor.fetchone():
            # A new function is everybody's, and in a restored database each one is new.
            cursor.execute("REVOKE ALL ON FUNCTION erase_words(text, bigint) FROM PUBLIC")
            cursor.execute(f"GRANT EXECUTE ON FUNCTION erase_words(text, bigint) TO {role}")
