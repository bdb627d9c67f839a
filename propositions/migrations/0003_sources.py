"""Where propositions and asks came from: papers received, and what each of their rows became."""

import django.db.models.deletion
from django.db import migrations, models

from lis.engine import guards


class Migration(migrations.Migration):

    dependencies = [
        ('lis', '0002_guards'),
        ('propositions', '0002_guards'),
    ]

    operations = [
        migrations.CreateModel(
            name='SourceDocument',
            fields=[
                ('record', models.OneToOneField(editable=False, on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='%(class)s', serialize=False, to='lis.record')),
                ('name', models.CharField(editable=False, max_length=160)),
                ('sha256', models.CharField(editable=False, max_length=64, verbose_name='SHA-256')),
                ('preview', models.JSONField(blank=True, editable=False, null=True)),
                ('preview_revision', models.PositiveIntegerField(default=0, editable=False)),
                ('body', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='sources', to='lis.organisation', verbose_name='received by')),
                ('file', models.OneToOneField(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='source_document', to='lis.storedfile')),
                ('strategy', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='sources', to='lis.strategy')),
            ],
            options={
                'ordering': ['record__ref'],
            },
        ),
        migrations.CreateModel(
            name='ImportedRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('proposition', 'Proposition'), ('ask', 'Ask'), ('action', 'Action')], max_length=12)),
                ('number', models.PositiveIntegerField()),
                ('place', models.CharField(max_length=80)),
                ('hash', models.CharField(db_index=True, max_length=64)),
                ('named', models.CharField(max_length=120)),
                ('event', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='imported_rows', to='lis.event')),
                ('made', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='imported_from', to='lis.record')),
                ('source', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='imported_rows', to='propositions.sourcedocument')),
            ],
            options={
                'ordering': ['source', 'pk'],
            },
        ),
        migrations.AddConstraint(
            model_name='sourcedocument',
            constraint=models.UniqueConstraint(fields=('strategy', 'sha256'), name='source_document_once_for_a_strategy'),
        ),
        migrations.AddConstraint(
            model_name='importedrow',
            constraint=models.UniqueConstraint(fields=('source', 'place', 'hash', 'made'), name='imported_row_is_told_once'),
        ),
        migrations.RunSQL(
            guards.insert_only("propositions_importedrow", "imported_row_frozen"),
            "DROP TRIGGER imported_row_frozen ON propositions_importedrow;",
        ),
    ]
