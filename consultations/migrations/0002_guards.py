"""What a round asks and shows stands still once it has left its draft."""

from django.db import migrations

from consultations import guards


class Migration(migrations.Migration):
    dependencies = [("consultations", "0001_initial"), ("lis", "0002_guards")]

    operations = [migrations.RunSQL(guards.FORWARD, guards.REVERSE)]
