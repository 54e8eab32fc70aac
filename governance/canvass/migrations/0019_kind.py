"""The kind of answer that a canvass asks for, and how many options win."""

from __future__ import annotations

from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models
from django.db.models import Q

KEEP = """
CREATE FUNCTION canvass_keep_kind() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.announced_at IS NOT NULL AND (OLD.kind, OLD.seats) IS DISTINCT FROM (NEW.kind, NEW.seats) THEN
        RAISE EXCEPTION 'an announced canvass keeps its question and its rule'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER keep_kind BEFORE UPDATE ON canvass_canvass
    FOR EACH ROW EXECUTE FUNCTION canvass_keep_kind();
"""
UNDO_KEEP = "DROP TRIGGER keep_kind ON canvass_canvass; DROP FUNCTION canvass_keep_kind();"


class Migration(migrations.Migration):
    dependencies = [("canvass", "0018_visit_takes_back")]
    operations = [
        migrations.AddField(
            "canvass",
            "kind",
            models.CharField(default="yes_no", db_default="yes_no", editable=False, max_length=10),
        ),
        migrations.AddField(
            "canvass",
            "seats",
            models.PositiveSmallIntegerField(db_default=1, default=1, verbose_name="选几位"),
        ),
        AddConstraintNotValid(
            "canvass",
            models.CheckConstraint(
                name="canvass_kind_is_known",
                condition=Q(kind="yes_no")
                | Q(kind__in=["one", "several", "each", "dates"], purpose="vote"),
            ),
        ),
        AddConstraintNotValid(
            "canvass",
            models.CheckConstraint(
                name="only_several_have_seats",
                condition=Q(seats=1) | Q(kind="several", seats__gt=1),
            ),
        ),
        migrations.RunSQL(KEEP, UNDO_KEEP),
    ]
