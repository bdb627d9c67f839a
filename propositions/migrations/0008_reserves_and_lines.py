"""The reserve of an area on an ask, and the one line of Government where departments differ."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('lis', '0005_boards'),
        ('propositions', '0007_routing'),
    ]

    operations = [
        migrations.CreateModel(
            name='GovernmentLine',
            fields=[
                ('record', models.OneToOneField(editable=False, on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='%(class)s', serialize=False, to='lis.record')),
                ('ask', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='propositions.ask')),
            ],
            options={
                'ordering': ['ask'],
                'constraints': [models.UniqueConstraint(fields=('ask',), name='line_is_one_per_ask')],
            },
        ),
        migrations.CreateModel(
            name='Reserve',
            fields=[
                ('record', models.OneToOneField(editable=False, on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='%(class)s', serialize=False, to='lis.record')),
                ('ask', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reserves', to='propositions.ask')),
            ],
            options={
                'ordering': ['ask'],
                'constraints': [models.UniqueConstraint(fields=('ask',), name='reserve_is_one_per_ask')],
            },
        ),
    ]
