"""What people answered stays as they gave it; their words can be erased and nothing else."""

from django.db import migrations

from consultations.responses import guards


class Migration(migrations.Migration):
    dependencies = [("consultations", "0002_guards"), ("lis", "0002_guards")]

    operations = [migrations.RunSQL(guards.FORWARD, guards.REVERSE)]
