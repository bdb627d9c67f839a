"""A cleared position is inserted once and never changed."""

from django.db import migrations

from lis.engine import guards


class Migration(migrations.Migration):
    dependencies = [("propositions", "0001_initial"), ("lis", "0002_guards")]

    operations = [
        migrations.RunSQL(
            guards.insert_only("propositions_position", "position_frozen"),
            "DROP TRIGGER position_frozen ON propositions_position;",
        )
    ]
