"""What was entered stays: an entry is settled once, and a mistake is reversed by another entry."""

from __future__ import annotations

from django.db import migrations

KEEP = """
CREATE FUNCTION ledger_keep_entry() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE settling text[] := '{state,settled_by_id,settled_at,why}';
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.state = 'waiting' AND NEW.state <> 'waiting'
        AND to_jsonb(OLD) - settling = to_jsonb(NEW) - settling THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'an entry is settled once and never changed' USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER keep_entry BEFORE UPDATE OR DELETE ON ledger_entry
    FOR EACH ROW EXECUTE FUNCTION ledger_keep_entry();
CREATE FUNCTION ledger_check_reversal() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.reverses_id IS NULL OR EXISTS (
        SELECT FROM ledger_entry e
        WHERE e.id = NEW.reverses_id AND e.account_id = NEW.account_id AND e.fen = -NEW.fen
            AND e.flat_id IS NOT DISTINCT FROM NEW.flat_id
            AND e.state = 'confirmed' AND e.reverses_id IS NULL
    ) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'a reversal takes back a confirmed entry' USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER check_reversal BEFORE INSERT ON ledger_entry
    FOR EACH ROW EXECUTE FUNCTION ledger_check_reversal();
CREATE FUNCTION ledger_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is only ever appended to', TG_TABLE_NAME USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER refuse_change BEFORE UPDATE OR DELETE ON ledger_voucher
    FOR EACH ROW EXECUTE FUNCTION ledger_refuse();
"""
UNDO_KEEP = """
DROP TRIGGER refuse_change ON ledger_voucher;
DROP TRIGGER check_reversal ON ledger_entry;
DROP TRIGGER keep_entry ON ledger_entry;
DROP FUNCTION ledger_refuse();
DROP FUNCTION ledger_check_reversal();
DROP FUNCTION ledger_keep_entry();
"""


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial")]
    operations = [migrations.RunSQL(KEEP, UNDO_KEEP)]
