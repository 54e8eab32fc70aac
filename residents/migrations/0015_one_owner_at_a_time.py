"""A flat has one owner on each day, also where an ownership has an end.

Of two that overlap, the one that began later counts from its first day, as a sale does.
"""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields.ranges import DateRangeField
from django.db import migrations
from django.db.models import F, Func

DATES = Func(F("since"), F("until"), function="DATERANGE", output_field=DateRangeField())

ONE_AFTER_THE_OTHER = """
UPDATE residents_ownership AS held SET until = next.since
FROM (
    SELECT id, lead(since) OVER (PARTITION BY flat_id ORDER BY since, id) AS since
    FROM residents_ownership WHERE until IS NULL OR until > since
) AS next
WHERE held.id = next.id AND next.since < coalesce(held.until, 'infinity')
"""


class Migration(migrations.Migration):
    dependencies = [("residents", "0014_roster_batches")]
    operations = [
        migrations.RemoveConstraint("ownership", "one_owner_of_a_flat_at_a_time"),
        migrations.RunSQL(
            [ONE_AFTER_THE_OTHER, "SET CONSTRAINTS ALL IMMEDIATE", "SET CONSTRAINTS ALL DEFERRED"],
            migrations.RunSQL.noop,
        ),
        migrations.AddConstraint(
            "ownership",
            ExclusionConstraint(
                expressions=[("flat", "="), (DATES, "&&")],
                name="one_owner_of_a_flat_at_a_time",
                violation_error_message="这一室在这段时间里已经有业主了。请先写上原来的产权到哪天止。",
            ),
        ),
    ]
