from __future__ import annotations

import pytest
from django.core.management import CommandError, call_command

from governance.journal.models import Line
from residents.roster.actions.roster import import_roster
from tests.factories.roster import ROW, sheet

pytestmark = pytest.mark.django_db


def test_it_writes_a_file_for_one_pair_of_eyes_and_never_over_another(building, tmp_path, capsys):
    import_roster(building, sheet(ROW), answers={}, by=None)
    file = tmp_path / "114.xlsx"
    call_command("export_roster", str(file), "--building", "114")
    assert (file.read_bytes()[:2], file.stat().st_mode & 0o777) == (b"PK", 0o600)
    call_command("import_roster", str(file), "--building", "114")
    assert "没有变化1户" in capsys.readouterr().out
    assert Line.objects.filter(verb="residents.roster_exported", actor=None).count() == 1
    with pytest.raises(CommandError):
        call_command("export_roster", str(file), "--building", "114")
    with pytest.raises(CommandError, match="no building"):
        call_command("export_roster", str(tmp_path / "x"), "--building", "999")
