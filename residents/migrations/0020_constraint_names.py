from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('residents', '0019_content_versions'),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(
                    "ALTER TABLE residents_user RENAME CONSTRAINT of_the_forgotten_nothing_is_known TO forgotten_user_is_empty",
                    "ALTER TABLE residents_user RENAME CONSTRAINT forgotten_user_is_empty TO of_the_forgotten_nothing_is_known",
                ),
            ],
            state_operations=[
                migrations.RemoveConstraint(model_name='user', name='of_the_forgotten_nothing_is_known'),
                migrations.AddConstraint(
                    model_name='user',
                    constraint=models.CheckConstraint(condition=models.Q(('forgotten_at', None), models.Q(('introduction', ''), ('is_active', False), ('phone', None), ('shown_name', ''), ('shows_name', False), ('skills', '')), _connector='OR'), name='forgotten_user_is_empty'),
                ),
            ],
        ),
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(
                    "ALTER TABLE residents_rosterimport RENAME CONSTRAINT an_import_taken_back_keeps_nothing TO undone_import_keeps_nothing",
                    "ALTER TABLE residents_rosterimport RENAME CONSTRAINT undone_import_keeps_nothing TO an_import_taken_back_keeps_nothing",
                ),
            ],
            state_operations=[
                migrations.RemoveConstraint(model_name='rosterimport', name='an_import_taken_back_keeps_nothing'),
                migrations.AddConstraint(
                    model_name='rosterimport',
                    constraint=models.CheckConstraint(condition=models.Q(("undone_at", None), ("undone_by", None)) | models.Q(("kept__isnull", True), ("undone_at__isnull", False)), name="undone_import_keeps_nothing"),
                ),
            ],
        ),
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(
                    "ALTER TABLE residents_batchbuilding RENAME CONSTRAINT what_is_done_keeps_no_sheet TO done_building_keeps_no_sheet",
                    "ALTER TABLE residents_batchbuilding RENAME CONSTRAINT done_building_keeps_no_sheet TO what_is_done_keeps_no_sheet",
                ),
            ],
            state_operations=[
                migrations.RemoveConstraint(model_name='batchbuilding', name='what_is_done_keeps_no_sheet'),
                migrations.AddConstraint(
                    model_name='batchbuilding',
                    constraint=models.CheckConstraint(condition=models.Q(('state__in', ['waiting', 'left_out']), ('sheet', None), _connector='OR'), name='done_building_keeps_no_sheet'),
                ),
            ],
        ),
    ]
