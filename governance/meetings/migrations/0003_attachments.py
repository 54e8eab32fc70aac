"""Photos and PDFs that hang on a meeting, and on what was resolved."""

from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models

from louzu.lib.attachments import file_path, photo_path


def columns() -> list[tuple[str, models.Field]]:
    """Those of every table of attachments."""
    return [
        (
            "id",
            models.BigAutoField(
                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
            ),
        ),
        ("kind", models.CharField(choices=[("photo", "照片"), ("pdf", "PDF")], max_length=10)),
        ("name", models.CharField(max_length=100)),
        ("file", models.FileField(upload_to=file_path)),
        ("thumbnail", models.FileField(blank=True, upload_to=photo_path)),
        ("width", models.PositiveIntegerField(null=True)),
        ("height", models.PositiveIntegerField(null=True)),
    ]


def hangs_on(model: str) -> models.Field:
    return models.ForeignKey(
        on_delete=django.db.models.deletion.CASCADE, related_name="attachments", to=model
    )


class Migration(migrations.Migration):
    dependencies = [("meetings", "0002_append_only")]
    operations = [
        migrations.CreateModel(
            "Attachment",
            [*columns(), ("meeting", hangs_on("meetings.meeting"))],
            options={
                "verbose_name": "附件",
                "verbose_name_plural": "附件",
                "ordering": ["pk"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            "ResolutionAttachment",
            [
                *columns(),
                ("reports", models.BooleanField(default=False)),
                ("resolution", hangs_on("meetings.resolution")),
            ],
            options={
                "verbose_name": "决议的附件",
                "verbose_name_plural": "决议的附件",
                "ordering": ["pk"],
                "abstract": False,
            },
        ),
    ]
