"""Where is the database? The web process comes to it as one role, whoever changes tables as another."""

from typing import Any
from urllib.parse import unquote, urlsplit

from environ import Env, ImproperlyConfigured

from launch import postgres

from .environment import env, refuse, shared


def configured(address: str) -> dict[str, Any]:
    """The address taken apart, as Django takes it; nothing where it is none or names no database."""
    try:
        found = Env.db_url_config(address)
    except (ValueError, ImproperlyConfigured):
        return {}
    return found if found.get("ENGINE") and found["NAME"] else {}


DATABASE_ROLE = env.choice("DATABASE_ROLE", "web", "web", "owner")
DATABASE_URL = shared(
    "DATABASE_URL", "", "the database as the web role, such as postgres://concordat_web:secret@host/concordat",
    configured,
)  # fmt: skip
owners = "the database as the owner of its tables, such as postgres://concordat_owner:secret@host/concordat"
if DATABASE_URL:
    addresses = {"web": DATABASE_URL, "owner": env.text("DATABASE_OWNER_URL", "", owners, configured)}
    users = {role: unquote(urlsplit(address).username or "") for role, address in addresses.items()}
    databases = {role: configured(address) for role, address in addresses.items() if address}
    if any(found["ENGINE"] != "django.db.backends.postgresql" for found in databases.values()):
        refuse("DATABASE_URL names something that is not PostgreSQL, and Concordat runs on nothing else.")
    if DATABASE_ROLE == "owner" and not addresses["owner"]:
        refuse("DATABASE_OWNER_URL is not set. This command changes tables, so it needs the address of their owner.")
    if users["web"] == users["owner"]:
        refuse("DATABASE_URL and DATABASE_OWNER_URL name the same user. The web's must not be the owner of the tables.")
else:
    users = {"web": postgres.WEB, "owner": postgres.OWNER}
    databases = {
        role: {"ENGINE": "django.db.backends.postgresql", **postgres.cluster().address(user)}
        for role, user in users.items()
    }
DATABASE_WEB_ROLE = users["web"]
# A change of tables that has to wait for somebody's lock would make everybody wait behind it.
waiting = {"options": "-c lock_timeout=2s"} if DATABASE_ROLE == "owner" else {}
DATABASES = {
    "default": {
        **databases[DATABASE_ROLE],
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {**databases[DATABASE_ROLE].get("OPTIONS", {}), **waiting},
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
