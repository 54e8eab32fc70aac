"""The options that an answer names. The database checks that they exist in the text answered."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models
from django.db.models import Q

FITS = """
CREATE FUNCTION canvass_answer_fits() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    asked RECORD; named int[]; there int[]; most int;
BEGIN
    SELECT c.id, c.kind, c.seats INTO asked FROM canvass_voice v
        JOIN canvass_canvass c ON c.id = v.canvass_id WHERE v.id = NEW.voice_id;
    IF (asked.kind = 'yes_no') = (NEW.choice = 'picked')
       AND NEW.choice NOT IN ('abstain', 'taken_back') THEN
        RAISE EXCEPTION 'this answer is not of the kind that was asked for'
            USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.choice <> 'picked' THEN
        RETURN NEW;
    END IF;
    named := NEW.picks || NEW.against;
    SELECT coalesce(array_agg(number), '{}') INTO there FROM canvass_option
        WHERE canvass_id = asked.id AND since <= NEW.version
          AND (until IS NULL OR until > NEW.version);
    most := CASE asked.kind WHEN 'one' THEN 1 WHEN 'several' THEN asked.seats
        ELSE cardinality(there) END;
    IF cardinality(named) = 0 OR NOT named <@ there OR cardinality(NEW.picks) > most
       OR cardinality(named) <> (SELECT count(DISTINCT n) FROM unnest(named) n)
       OR (asked.kind <> 'each' AND cardinality(NEW.against) > 0) THEN
        RAISE EXCEPTION 'these are not options of the text, or too many of them'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER answer_fits BEFORE INSERT ON canvass_answer
    FOR EACH ROW EXECUTE FUNCTION canvass_answer_fits();
"""
UNDO_FITS = "DROP TRIGGER answer_fits ON canvass_answer; DROP FUNCTION canvass_answer_fits();"


class Migration(migrations.Migration):
    dependencies = [("canvass", "0021_attachment_of_option")]
    operations = [
        migrations.AddField(
            "answer", "picks", ArrayField(models.PositiveSmallIntegerField(), null=True)
        ),
        migrations.AddField(
            "answer", "against", ArrayField(models.PositiveSmallIntegerField(), null=True)
        ),
        migrations.AlterField(
            "answer",
            "choice",
            models.CharField(
                choices=[
                    ("agree", "同意"),
                    ("object", "不同意"),
                    ("abstain", "弃权"),
                    ("picked", "选了"),
                    ("taken_back", "收回了答复"),
                ],
                max_length=10,
            ),
        ),
        migrations.RemoveConstraint("answer", "answer_choice_is_known"),
        AddConstraintNotValid(
            "answer",
            models.CheckConstraint(
                name="answer_choice_is_known",
                condition=Q(choice__in=["agree", "object", "abstain", "picked", "taken_back"]),
            ),
        ),
        AddConstraintNotValid(
            "answer",
            models.CheckConstraint(
                name="picked_answer_has_picks",
                condition=Q(choice="picked", picks__isnull=False, against__isnull=False)
                | (~Q(choice="picked") & Q(picks=None, against=None)),
            ),
        ),
        migrations.RunSQL(FITS, UNDO_FITS),
    ]
