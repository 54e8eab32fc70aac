from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('canvass', '0013_label_names'),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(
                    "ALTER TABLE canvass_confirmation RENAME CONSTRAINT one_check_a_person TO one_confirmation_a_person",
                    "ALTER TABLE canvass_confirmation RENAME CONSTRAINT one_confirmation_a_person TO one_check_a_person",
                ),
            ],
            state_operations=[
                migrations.RemoveConstraint(model_name='confirmation', name='one_check_a_person'),
                migrations.AddConstraint(
                    model_name='confirmation',
                    constraint=models.UniqueConstraint(fields=('answer', 'by'), name='one_confirmation_a_person'),
                ),
            ],
        ),
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(
                    "ALTER TABLE canvass_count RENAME CONSTRAINT two_people_count TO count_takes_two_people",
                    "ALTER TABLE canvass_count RENAME CONSTRAINT count_takes_two_people TO two_people_count",
                ),
            ],
            state_operations=[
                migrations.RemoveConstraint(model_name='count', name='two_people_count'),
                migrations.AddConstraint(
                    model_name='count',
                    constraint=models.CheckConstraint(condition=models.Q(models.Q(('second', None), ('second_at', None)), models.Q(('second__isnull', False), ('second_at__isnull', False), models.Q(('second', models.F('first')), _negated=True)), _connector='OR'), name='count_takes_two_people'),
                ),
            ],
        ),
    ]
