"""Lanes of a neighbourhood, the order of its buildings, and when and where its committee is found."""

from __future__ import annotations

import django.db.models.functions.text
from django.db import migrations, models

LANES = """
CREATE FUNCTION residents_show_lanes() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    place bigint;
    several boolean;
BEGIN
    FOR place IN SELECT DISTINCT unnest(ARRAY[NEW.neighbourhood_id, OLD.neighbourhood_id]) LOOP
        SELECT min(lane) <> max(lane) INTO several
            FROM residents_building WHERE neighbourhood_id = place;
        IF several OR TG_OP = 'UPDATE' THEN
            UPDATE residents_building SET lane_shown = several, faces = faces + 1
                WHERE neighbourhood_id = place AND lane_shown <> several;
        END IF;
    END LOOP;
    RETURN NULL;
END $$;
CREATE TRIGGER show_lanes AFTER INSERT OR UPDATE OF lane, neighbourhood_id ON residents_building
    FOR EACH ROW EXECUTE FUNCTION residents_show_lanes();
"""
UNDO = """
DROP TRIGGER show_lanes ON residents_building;
DROP FUNCTION residents_show_lanes();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("residents", "0008_roster_imports"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="building",
            options={
                "ordering": ["neighbourhood_id", "sort_key", "pk"],
                "verbose_name": "楼组",
                "verbose_name_plural": "楼组",
            },
        ),
        migrations.RemoveConstraint(
            model_name="building",
            name="one_building_per_door_number",
        ),
        migrations.AddField(
            model_name="building",
            name="lane",
            field=models.CharField(
                blank=True,
                default="",
                help_text="居民区里有几条弄的才要写，例如 1200弄",
                max_length=20,
                verbose_name="弄或路",
            ),
        ),
        migrations.AddField(
            model_name="building",
            name="lane_shown",
            field=models.BooleanField(default=False, editable=False),
        ),
        migrations.AddField(
            model_name="neighbourhood",
            name="address",
            field=models.CharField(
                blank=True,
                help_text="例如：逸仙路1200弄5号底楼",
                max_length=100,
                verbose_name="居委地址",
            ),
        ),
        migrations.AddField(
            model_name="neighbourhood",
            name="hours",
            field=models.CharField(
                blank=True,
                help_text="例如：周一到周五 8:30–17:00",
                max_length=100,
                verbose_name="办公时间",
            ),
        ),
        migrations.AddConstraint(
            model_name="building",
            constraint=models.UniqueConstraint(
                fields=("neighbourhood", "lane", "door_number"),
                name="one_building_per_lane_and_door_number",
                violation_error_message="这个居民区的这条弄里已经有这个门牌号了。",
            ),
        ),
        migrations.AddField(
            model_name="building",
            name="sort_key",
            field=models.GeneratedField(
                db_persist=True,
                expression=django.db.models.functions.text.Concat(
                    models.Func(
                        models.Func(
                            models.F("lane"),
                            models.Value("([0-9]+)"),
                            models.Value("0000000000\\1"),
                            models.Value("g"),
                            function="regexp_replace",
                        ),
                        models.Value("[0-9]*([0-9]{10})"),
                        models.Value("\\1"),
                        models.Value("g"),
                        function="regexp_replace",
                    ),
                    models.Value(" "),
                    models.Func(
                        models.Func(
                            models.F("door_number"),
                            models.Value("([0-9]+)"),
                            models.Value("0000000000\\1"),
                            models.Value("g"),
                            function="regexp_replace",
                        ),
                        models.Value("[0-9]*([0-9]{10})"),
                        models.Value("\\1"),
                        models.Value("g"),
                        function="regexp_replace",
                    ),
                ),
                output_field=models.CharField(db_collation="C", max_length=300),
            ),
        ),
        migrations.RunSQL(LANES, UNDO),
    ]
