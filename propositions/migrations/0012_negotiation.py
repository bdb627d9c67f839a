"""Other words, keys, commitments and what is reported of them; keys, endorsements and reports are kept for good."""

import django.db.models.deletion
from django.db import migrations, models

from lis.engine import guards


class Migration(migrations.Migration):

    dependencies = [
        ('lis', '0005_boards'),
        ('propositions', '0011_sheets'),
    ]

    operations = [
        migrations.AddField(
            model_name='ask',
            name='back_on',
            field=models.DateField(blank=True, editable=False, null=True, verbose_name='comes back on'),
        ),
        migrations.AddField(
            model_name='ask',
            name='parent',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='derived', to='propositions.ask', verbose_name='follows from'),
        ),
        migrations.CreateModel(
            name='Commitment',
            fields=[
                ('record', models.OneToOneField(editable=False, on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='%(class)s', serialize=False, to='lis.record')),
                ('due_on', models.DateField(verbose_name='by')),
                ('action', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='commitment', to='lis.action')),
                ('ask', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='commitments', to='propositions.ask')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='commitments', to='lis.organisation', verbose_name='delivered by')),
                ('strategy', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='commitments', to='lis.strategy')),
            ],
            options={
                'ordering': ['record__ref'],
            },
        ),
        migrations.CreateModel(
            name='DeliveryUpdate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('rag', models.CharField(max_length=40)),
                ('commitment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='updates', to='propositions.commitment')),
                ('event', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='delivery_update', to='lis.event')),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='Endorsement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('post', models.CharField(max_length=200)),
                ('delegation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='endorsements_under', to='lis.record')),
                ('event', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='endorsements', to='lis.event')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='endorsements', to='lis.version')),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='Key',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('event', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='key_turned', to='lis.event')),
                ('side', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='keys', to='propositions.side')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='keys', to='lis.version')),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='Wording',
            fields=[
                ('record', models.OneToOneField(editable=False, on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='%(class)s', serialize=False, to='lis.record')),
                ('ask', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='wordings', to='propositions.ask')),
                ('base', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='wordings_on', to='lis.version')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='wordings', to='lis.organisation')),
            ],
            options={
                'ordering': ['ask', 'pk'],
            },
        ),
        migrations.AddConstraint(
            model_name='commitment',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('action__isnull', True), ('ask__isnull', False)), models.Q(('action__isnull', False), ('ask__isnull', True)), _connector='OR'), name='commitment_comes_from_an_ask_or_an_action'),
        ),
        migrations.AddConstraint(
            model_name='endorsement',
            constraint=models.UniqueConstraint(fields=('version', 'delegation', 'post'), name='endorsement_is_one_per_post'),
        ),
        *(
            migrations.RunSQL(
                guards.insert_only(f"propositions_{table}", f"{table}_frozen"),
                f"DROP TRIGGER {table}_frozen ON propositions_{table};",
            )
            for table in ("key", "endorsement", "deliveryupdate")
        ),
    ]
