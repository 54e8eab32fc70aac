"""Let a neighbour who answers for a household sign a paper for it."""

from __future__ import annotations

from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models

RELATIONS = [
    ("self", "本人"),
    ("spouse", "配偶"),
    ("child", "子女"),
    ("parent", "父母"),
    ("authorised", "受委托的人"),
    ("proxy", "受委托的邻居"),
]
STATES = [
    ("draft", "草稿"),
    ("announced", "预告中"),
    ("open", "进行中"),
    ("closed", "已截止"),
    ("counted", "已清点"),
    ("published", "已公布"),
    ("withdrawn", "已撤回"),
]


class Migration(migrations.Migration):
    dependencies = [("canvass", "0029_checks_taken_back")]
    operations = [
        migrations.AlterField(
            "answer", "relation", models.CharField(blank=True, choices=RELATIONS, max_length=12)
        ),
        migrations.AlterField(
            "delegation", "relation", models.CharField(blank=True, choices=RELATIONS, max_length=12)
        ),
        migrations.AlterField(
            "homeentry",
            "relation",
            models.CharField(choices=RELATIONS, default="self", max_length=12),
        ),
        migrations.AlterField(
            "canvass",
            "state",
            models.CharField(
                choices=STATES,
                default="draft",
                editable=False,
                max_length=10,
                verbose_name="状态",
            ),
        ),
        AddConstraintNotValid(
            "answer",
            models.CheckConstraint(
                condition=models.Q(("relation", "proxy"), _negated=True)
                | models.Q(("delegation__isnull", False)),
                name="proxy_signs_with_a_delegation",
            ),
        ),
    ]
