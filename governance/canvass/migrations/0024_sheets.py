"""Papers with the answers of many homes, brought in at once."""

from __future__ import annotations

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q
from django.db.models.functions import Now

import governance.canvass.models.sheets
import louzu.lib.stored_files

CHANNELS = [
    ("web", "网上"),
    ("door", "上门"),
    ("meeting", "会上"),
    ("phone", "电话"),
    ("slip", "回条"),
]
RELATIONS = [
    ("self", "本人"),
    ("spouse", "配偶"),
    ("child", "子女"),
    ("parent", "父母"),
    ("authorised", "受委托的人"),
]
OUTCOMES = [
    ("open", "等登记的人再看"),
    ("corrected", "照第二个人读的改了"),
    ("kept", "再看过了，没有改"),
]


def key():
    return models.BigAutoField(
        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
    )


def to(model, related_name="+"):
    return models.ForeignKey(
        on_delete=django.db.models.deletion.PROTECT, related_name=related_name, to=model
    )


def stored(*, blank=False):
    return louzu.lib.stored_files.StoredFileField(
        blank=blank, upload_to=governance.canvass.models.sheets.page_path
    )


class Migration(migrations.Migration):
    dependencies = [
        ("canvass", "0023_kinds_checked"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Sheet",
            fields=[
                ("id", key()),
                ("channel", models.CharField(choices=CHANNELS, default="door", max_length=10)),
                ("version", models.PositiveIntegerField()),
                ("signed_on", models.DateField(null=True)),
                ("at", models.DateTimeField(db_default=Now())),
                ("by", to(settings.AUTH_USER_MODEL)),
                ("canvass", to("canvass.canvass", "sheets")),
            ],
            options={
                "verbose_name": "一张纸上的答复",
                "verbose_name_plural": "一张纸上的答复",
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(
                        name="sheet_channel_has_paper",
                        condition=Q(channel__in=["door", "meeting", "slip"]),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ScannedPage",
            fields=[
                ("id", key()),
                ("file", stored()),
                ("sheet", to("canvass.sheet", "pages")),
            ],
            options={
                "verbose_name": "纸的照片",
                "verbose_name_plural": "纸的照片",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="HomeEntry",
            fields=[
                ("id", key()),
                ("choice", models.CharField(blank=True, max_length=10)),
                ("reason", models.CharField(blank=True, max_length=500)),
                ("signer", models.CharField(blank=True, max_length=60)),
                ("relation", models.CharField(choices=RELATIONS, default="self", max_length=12)),
                ("signed_on", models.DateField(null=True)),
                ("mandate", stored(blank=True)),
                ("illegible", models.BooleanField(default=False)),
                ("entered_at", models.DateTimeField(null=True)),
                (
                    "answer",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sheet_line",
                        to="canvass.answer",
                    ),
                ),
                ("sheet", to("canvass.sheet", "lines")),
                ("voice", to("canvass.voice")),
            ],
            options={
                "verbose_name": "一张纸上一家的答复",
                "verbose_name_plural": "一张纸上一家的答复",
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("sheet", "voice"), name="one_entry_a_voice_and_sheet"
                    ),
                    models.CheckConstraint(
                        name="sheet_entry_with_an_answer_is_entered",
                        condition=Q(answer=None) | Q(entered_at__isnull=False),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LineReading",
            fields=[
                ("id", key()),
                ("choice", models.CharField(blank=True, max_length=10)),
                ("reason", models.CharField(blank=True, max_length=500)),
                ("signer", models.CharField(blank=True, max_length=60)),
                ("outcome", models.CharField(choices=OUTCOMES, default="open", max_length=10)),
                ("at", models.DateTimeField(db_default=Now())),
                ("answer", to("canvass.answer", "readings")),
                ("by", to(settings.AUTH_USER_MODEL)),
            ],
            options={
                "verbose_name": "第二个人读得不一样的",
                "verbose_name_plural": "第二个人读得不一样的",
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(
                        name="line_reading_outcome_is_known",
                        condition=Q(outcome__in=["open", "corrected", "kept"]),
                    ),
                    models.UniqueConstraint(
                        condition=Q(outcome="open"),
                        fields=("answer",),
                        name="one_open_reading_an_answer",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="answer",
            name="on_sheet",
            field=models.BooleanField(db_default=False, default=False),
        ),
    ]
