"""An index by which the asks most similar to one are found without reading all of them."""

from django.contrib.postgres.operations import TrigramExtension
from django.db import migrations

# On the very expression that propositions/clusters/finding.py asks for; other versions hold no ask.
MAKE = """
CREATE INDEX CONCURRENTLY IF NOT EXISTS version_ask_words ON lis_version
USING gin (((body)::jsonb ->> 'ask') gin_trgm_ops) WHERE (schema)::text LIKE 'ask/%'
"""


class Migration(migrations.Migration):

    # An index is made beside the work that goes on, which no transaction can do.
    atomic = False

    dependencies = [
        ('lis', '0004_not_done'),
        ('propositions', '0009_clusters'),
    ]

    operations = [
        TrigramExtension(),
        migrations.RunSQL(MAKE, 'DROP INDEX CONCURRENTLY IF EXISTS version_ask_words'),
    ]
