from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('lounge', '0002_label_names'),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(
                    "ALTER TABLE lounge_unmasking RENAME CONSTRAINT one_looks_once TO one_unmasking_a_person",
                    "ALTER TABLE lounge_unmasking RENAME CONSTRAINT one_unmasking_a_person TO one_looks_once",
                ),
            ],
            state_operations=[
                migrations.RemoveConstraint(model_name='unmasking', name='one_looks_once'),
                migrations.AddConstraint(
                    model_name='unmasking',
                    constraint=models.UniqueConstraint(fields=('thread', 'author'), name='one_unmasking_a_person'),
                ),
            ],
        ),
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(
                    "ALTER TABLE lounge_thread RENAME CONSTRAINT an_office_is_nobody_without_a_name TO thread_without_author_has_no_office",
                    "ALTER TABLE lounge_thread RENAME CONSTRAINT thread_without_author_has_no_office TO an_office_is_nobody_without_a_name",
                ),
            ],
            state_operations=[
                migrations.RemoveConstraint(model_name='thread', name='an_office_is_nobody_without_a_name'),
                migrations.AddConstraint(
                    model_name='thread',
                    constraint=models.CheckConstraint(condition=models.Q(('author__isnull', False), ('office', ''), _connector='OR'), name='thread_without_author_has_no_office'),
                ),
            ],
        ),
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(
                    "ALTER TABLE lounge_post RENAME CONSTRAINT no_office_without_a_name TO post_without_author_has_no_office",
                    "ALTER TABLE lounge_post RENAME CONSTRAINT post_without_author_has_no_office TO no_office_without_a_name",
                ),
            ],
            state_operations=[
                migrations.RemoveConstraint(model_name='post', name='no_office_without_a_name'),
                migrations.AddConstraint(
                    model_name='post',
                    constraint=models.CheckConstraint(condition=models.Q(('author__isnull', False), ('office', ''), _connector='OR'), name='post_without_author_has_no_office'),
                ),
            ],
        ),
    ]
