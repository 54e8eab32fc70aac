"""Tasks that were given without a meeting. Earlier ones get the building of their
meeting and the time of their resolution."""

from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q
from django.utils import timezone

import louzu.lib.attachments

BUILDINGS = """
SET CONSTRAINTS ALL IMMEDIATE;
UPDATE meetings_task task SET building_id = meeting.building_id, given_at = resolution.at
FROM meetings_resolution resolution
JOIN meetings_agendaitem item ON item.id = resolution.item_id
JOIN meetings_meeting meeting ON meeting.id = item.meeting_id
WHERE resolution.id = task.resolution_id;
"""
BUILDING = {
    "on_delete": django.db.models.deletion.PROTECT,
    "related_name": "%(class)s_set",
    "to": "residents.building",
    "verbose_name": "楼组",
}


class Migration(migrations.Migration):
    dependencies = [("meetings", "0006_links")]
    operations = [
        migrations.AddField("task", "building", models.ForeignKey(null=True, **BUILDING)),
        migrations.AddField(
            "task",
            "given_at",
            models.DateTimeField(default=timezone.now, editable=False, verbose_name="何时请的"),
        ),
        migrations.RunSQL(BUILDINGS, migrations.RunSQL.noop),
        migrations.AlterField("task", "building", models.ForeignKey(**BUILDING)),
        migrations.AddField(
            "task", "text", models.CharField(blank=True, default="", max_length=500, verbose_name="办什么"),
            preserve_default=False,
        ),
        migrations.AlterField(
            "task",
            "resolution",
            models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="task",
                to="meetings.resolution",
                verbose_name="决议",
            ),
        ),
        migrations.AddConstraint(
            "task",
            models.CheckConstraint(
                name="task_says_what_or_its_resolution_does",
                condition=Q(resolution=None) & ~Q(text="") | Q(resolution__isnull=False, text=""),
            ),
        ),
        migrations.CreateModel(
            name="TaskAttachment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(choices=[("photo", "照片"), ("pdf", "PDF")], max_length=10)),
                ("name", models.CharField(max_length=100)),
                ("file", models.FileField(upload_to=louzu.lib.attachments.file_path)),
                ("thumbnail", models.FileField(blank=True, upload_to=louzu.lib.attachments.photo_path)),
                ("width", models.PositiveIntegerField(null=True)),
                ("height", models.PositiveIntegerField(null=True)),
                (
                    "task",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="attachments",
                        to="meetings.task",
                    ),
                ),
            ],
            options={
                "verbose_name": "任务的附件",
                "verbose_name_plural": "任务的附件",
                "ordering": ["pk"],
                "abstract": False,
            },
        ),
    ]
