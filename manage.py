#!/usr/bin/env python
"""Runs one of Django's commands, as the database role that may do what the command does."""

import contextlib
import os
import sys

from launch import postgres

# These change the database's shape, empty its tables or read all of them, which the web role may not.
OWNER_COMMANDS = {
    "backup",
    "createcachetable",
    "flush",
    "makemigrations",
    "migrate",
    "optimizemigration",
    "remove_stale_contenttypes",
    "restore",
    "showmigrations",
    "sqlflush",
    "sqlmigrate",
    "squashmigrations",
}
WITHOUT_DATABASE = {"check", "collectstatic", "diffsettings", "findstatic", "help", "spectacular", "version"}


def main(arguments: list[str]) -> None:
    command = arguments[1] if len(arguments) > 1 else "help"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lis.settings")
    if command in OWNER_COMMANDS:
        os.environ["DATABASE_ROLE"] = "owner"
    embedded = command not in WITHOUT_DATABASE and not os.environ.get("DATABASE_URL")
    with postgres.cluster().shared() if embedded else contextlib.nullcontext():
        execute_from_command_line(arguments)


try:
    from django.core.management import execute_from_command_line
except ImportError:
    sys.exit("Django is not installed for this Python. Use ./run manage, which brings its own.")

if __name__ == "__main__":
    try:
        main(sys.argv)
    except postgres.ClusterError as problem:
        sys.exit(str(problem))
