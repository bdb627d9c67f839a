"""Whether a department agrees in its team first, and the day on which cleared words go out."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from lis.engine import guards

class Migration(migrations.Migration):

    dependencies = [
        ('lis', '0004_not_done'),
        ('propositions', '0004_bulk'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='side',
            name='issue_on',
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.CreateModel(
            name='TeamRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('always', models.BooleanField(verbose_name='agrees every position in the team first')),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='team_rules_set', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='team_rules', to='lis.organisation')),
            ],
            options={
                'ordering': ['organisation', 'pk'],
            },
        ),
        migrations.RunSQL(
            guards.insert_only("propositions_teamrule", "team_rule_frozen"),
            "DROP TRIGGER team_rule_frozen ON propositions_teamrule;",
        ),
    ]
