"""The database's own guards over records, versions and events."""

from django.db import migrations

from lis.engine import guards


class Migration(migrations.Migration):
    dependencies = [("lis", "0001_initial")]

    operations = [migrations.RunSQL(guards.FORWARD, guards.REVERSE)]
