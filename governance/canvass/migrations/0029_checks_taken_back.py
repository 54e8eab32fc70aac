"""Lines that take a check of an answer back, and checks in which the household denies an answer."""

from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models

SECOND_PERSON = """
CREATE OR REPLACE FUNCTION canvass_second_person() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.takes_back_id IS NOT NULL THEN
        IF NEW.denies OR NOT EXISTS (SELECT FROM canvass_confirmation WHERE id = NEW.takes_back_id
                       AND answer_id = NEW.answer_id AND takes_back_id IS NULL) THEN
            RAISE EXCEPTION 'only a check of this answer is taken back'
                USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    END IF;
    IF NEW.by_id = (SELECT by_id FROM canvass_answer WHERE id = NEW.answer_id) THEN
        RAISE EXCEPTION 'the checker is not the one who entered it'
            USING ERRCODE = 'check_violation';
    END IF;
    IF EXISTS (SELECT FROM canvass_confirmation c
               WHERE c.answer_id = NEW.answer_id AND c.by_id = NEW.by_id AND c.takes_back_id IS NULL
               AND NOT EXISTS (SELECT FROM canvass_confirmation b WHERE b.takes_back_id = c.id)) THEN
        RAISE EXCEPTION 'nobody checks an answer twice' USING ERRCODE = 'unique_violation';
    END IF;
    RETURN NEW;
END $$;
"""
UNDO_SECOND_PERSON = """
CREATE OR REPLACE FUNCTION canvass_second_person() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.by_id = (SELECT by_id FROM canvass_answer WHERE id = NEW.answer_id) THEN
        RAISE EXCEPTION 'the checker is not the one who entered it'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("canvass", "0028_delegations")]
    operations = [
        migrations.AlterModelOptions(
            "confirmation",
            {"ordering": ["pk"], "verbose_name": "核对", "verbose_name_plural": "核对"},
        ),
        migrations.RemoveConstraint("confirmation", "one_confirmation_a_person"),
        migrations.AddField(
            "confirmation", "denies", models.BooleanField(db_default=False, default=False)
        ),
        migrations.AddField(
            "confirmation",
            "takes_back",
            models.OneToOneField(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="taken_back",
                to="canvass.confirmation",
            ),
        ),
        migrations.RunSQL(SECOND_PERSON, UNDO_SECOND_PERSON),
    ]
