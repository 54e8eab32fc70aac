"""What was said stays said; who counts, and by which rule, stays as it was at the opening; the one
who checks an answer is not the one who entered it. The database itself refuses everything else.
"""

from __future__ import annotations

from django.db import migrations

FROZEN = ("voice", "voiceflat", "textversion", "visit", "answer", "confirmation", "talk", "rollentry")

REFUSE = """
CREATE FUNCTION canvass_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is only ever appended to', TG_TABLE_NAME USING ERRCODE = 'check_violation';
END $$;
""" + "".join(
    f"CREATE TRIGGER refuse_change BEFORE UPDATE OR DELETE ON canvass_{table}"
    " FOR EACH ROW EXECUTE FUNCTION canvass_refuse();\n"
    for table in FROZEN
)
UNDO_REFUSE = "".join(f"DROP TRIGGER refuse_change ON canvass_{table};\n" for table in FROZEN) + (
    "DROP FUNCTION canvass_refuse();"
)

RULE = """
CREATE FUNCTION canvass_keep_rule() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.announced_at IS NOT NULL AND
       (OLD.rule, OLD.electorate, OLD.purpose, OLD.secret, OLD.question, OLD.building_id)
       IS DISTINCT FROM
       (NEW.rule, NEW.electorate, NEW.purpose, NEW.secret, NEW.question, NEW.building_id) THEN
        RAISE EXCEPTION 'an announced canvass keeps its question and its rule'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER keep_rule BEFORE UPDATE ON canvass_canvass
    FOR EACH ROW EXECUTE FUNCTION canvass_keep_rule();
"""
UNDO_RULE = "DROP TRIGGER keep_rule ON canvass_canvass; DROP FUNCTION canvass_keep_rule();"

CHECKER = """
CREATE FUNCTION canvass_second_person() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.by_id = (SELECT by_id FROM canvass_answer WHERE id = NEW.answer_id) THEN
        RAISE EXCEPTION 'the checker is not the one who entered it'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER second_person BEFORE INSERT ON canvass_confirmation
    FOR EACH ROW EXECUTE FUNCTION canvass_second_person();

CREATE FUNCTION canvass_own_answer() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM canvass_answer WHERE id IN (NEW.answer_id, NEW.waiting_id)
               AND voice_id <> NEW.voice_id) THEN
        RAISE EXCEPTION 'a voice''s current answer is its own' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER own_answer BEFORE INSERT OR UPDATE ON canvass_current
    FOR EACH ROW EXECUTE FUNCTION canvass_own_answer();
"""
UNDO_CHECKER = """
DROP TRIGGER own_answer ON canvass_current;
DROP FUNCTION canvass_own_answer();
DROP TRIGGER second_person ON canvass_confirmation;
DROP FUNCTION canvass_second_person();
"""


class Migration(migrations.Migration):
    dependencies = [("canvass", "0001_initial")]
    operations = [
        migrations.RunSQL(REFUSE, UNDO_REFUSE),
        migrations.RunSQL(RULE, UNDO_RULE),
        migrations.RunSQL(CHECKER, UNDO_CHECKER),
    ]
