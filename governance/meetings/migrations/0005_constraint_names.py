from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('meetings', '0004_label_names'),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(
                    "ALTER TABLE meetings_minutes RENAME CONSTRAINT one_edition_a_number TO one_minutes_edition_per_number",
                    "ALTER TABLE meetings_minutes RENAME CONSTRAINT one_minutes_edition_per_number TO one_edition_a_number",
                ),
            ],
            state_operations=[
                migrations.RemoveConstraint(model_name='minutes', name='one_edition_a_number'),
                migrations.AddConstraint(
                    model_name='minutes',
                    constraint=models.UniqueConstraint(fields=('meeting', 'number'), name='one_minutes_edition_per_number'),
                ),
            ],
        ),
    ]
