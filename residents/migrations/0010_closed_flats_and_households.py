"""Flats and households are closed from a day; a flat may have one household after another."""

from __future__ import annotations

import django.db.models.deletion
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields.ranges import DateRangeField
from django.db import migrations, models
from django.db.models import F, Func

DATES = Func(F("since"), F("until"), function="DATERANGE", output_field=DateRangeField())


def since() -> models.DateField:
    return models.DateField(
        blank=True,
        editable=False,
        help_text="空着是一开始就有",
        null=True,
        verbose_name="从哪天起",
    )


def until() -> models.DateField:
    return models.DateField(blank=True, editable=False, null=True, verbose_name="到哪天止")


class Migration(migrations.Migration):
    dependencies = [("residents", "0009_lanes")]
    operations = [
        migrations.RemoveConstraint("flat", "one_flat_per_room_number"),
        migrations.AddField("flat", "since", since()),
        migrations.AddField("flat", "until", until()),
        migrations.AddField(
            "flat",
            "successors",
            models.ManyToManyField(
                editable=False, related_name="predecessors", to="residents.flat"
            ),
        ),
        migrations.AddField("household", "since", since()),
        migrations.AddField("household", "until", until()),
        migrations.AlterField(
            "household",
            "flat",
            models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="households",
                to="residents.flat",
                verbose_name="室",
            ),
        ),
        migrations.AddConstraint(
            "flat",
            ExclusionConstraint(
                expressions=[("building", "="), ("room", "="), (DATES, "&&")],
                name="one_flat_per_room_number_at_a_time",
                violation_error_message="这栋楼已经有这个室号了。",
            ),
        ),
        migrations.AddConstraint(
            "household",
            ExclusionConstraint(
                expressions=[("flat", "="), (DATES, "&&")],
                name="one_household_of_a_flat_at_a_time",
                violation_error_message="这一室已经有一户了。",
            ),
        ),
    ]
