"""Imports of rosters are kept, so that they can be taken back."""

from __future__ import annotations

import django.core.serializers.json
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("residents", "0007_kept_files")]
    operations = [
        migrations.CreateModel(
            "RosterImport",
            [
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "at",
                    models.DateTimeField(
                        auto_now_add=True, db_index=True, verbose_name="什么时候导入的"
                    ),
                ),
                ("name", models.CharField(blank=True, max_length=200, verbose_name="文件名")),
                ("page", models.CharField(blank=True, max_length=200, verbose_name="哪一张表")),
                ("made", models.PositiveIntegerField(verbose_name="新增几户")),
                ("changed", models.PositiveIntegerField(verbose_name="改动几户")),
                (
                    "kept",
                    models.JSONField(
                        encoder=django.core.serializers.json.DjangoJSONEncoder, null=True
                    ),
                ),
                (
                    "undone_at",
                    models.DateTimeField(null=True, verbose_name="什么时候撤回的"),
                ),
                (
                    "building",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="roster_imports",
                        to="residents.building",
                        verbose_name="楼组",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="谁导入的",
                    ),
                ),
                (
                    "undone_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="谁撤回的",
                    ),
                ),
            ],
            options={
                "verbose_name": "导入过的名册",
                "verbose_name_plural": "导入过的名册",
                "ordering": ["-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("undone_at", None), ("undone_by", None))
                        | models.Q(("kept__isnull", True), ("undone_at__isnull", False)),
                        name="an_import_taken_back_keeps_nothing",
                    )
                ],
            },
        ),
    ]
