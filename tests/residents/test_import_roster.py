from __future__ import annotations

import pytest
from django.core.management import CommandError, call_command

from residents.models import Household, Owner
from tests.factories.roster import DATA, HEADER, csv_of, row

pytestmark = pytest.mark.django_db


def run(capsys, file, *options):
    call_command("import_roster", str(file), "--building", "114", *options)
    return capsys.readouterr().out


def test_it_shows_and_writes_nothing_in_a_dry_run(building, capsys):
    found = run(capsys, DATA / "roster-gb18030.csv", "--dry-run")
    assert "新增21户" in found
    assert "共有21户、60人，其中60岁以上24人，0–6岁5人" in found
    assert Household.objects.count() == 0


def test_it_writes(building, capsys):
    run(capsys, DATA / "roster-gb18030.csv")
    assert Household.objects.count() == 21
    assert "没有变化21户" in run(capsys, DATA / "roster-gb18030.csv")


def test_owners_of_one_name_are_told_apart_by_an_option(building, capsys):
    file = DATA / "roster-owners.xlsx"
    with pytest.raises(CommandError, match="Nothing was written"):
        run(capsys, file)
    assert "? 陈美华 (404、503)" in capsys.readouterr().out
    assert "身份证号没有读入" in run(capsys, file, "--two-owners", "陈美华")
    assert Owner.objects.filter(name="陈美华").count() == 2


def test_what_a_column_is_is_said_by_an_option_and_remembered(building, capsys, tmp_path):
    file = tmp_path / "x.csv"
    file.write_bytes(csv_of(["室号", "业主", "65岁以上"], ["302", "王秀英", "2"]))
    with pytest.raises(CommandError, match="Nothing was written"):
        run(capsys, file)
    for wrong in ("65岁以上", "65岁以上=谁知道", "没有这列=备注"):
        with pytest.raises(CommandError, match=r"--column|HEADING"):
            run(capsys, file, "--column", wrong)
    run(capsys, file, "--column", "65岁以上=60岁以上")
    assert Household.objects.get().aged_60_up == 2
    assert "没有变化1户" in run(capsys, file)


def test_it_ends_with_an_error_where_a_row_cannot_be_read(building, capsys, tmp_path):
    file = tmp_path / "x.csv"
    file.write_bytes(csv_of(HEADER, row("302", 人数="几个"), row("303")))
    with pytest.raises(CommandError, match="Nothing was written"):
        run(capsys, file)
    assert "! 第2行“人数”（E2） 几个" in capsys.readouterr().out
    assert Household.objects.count() == 0


@pytest.mark.parametrize(
    ("name", "building_name", "words"),
    [
        ("nowhere.csv", "114", "nowhere"),
        ("empty.csv", "114", "表头"),
        ("empty.csv", "999", "no building"),
    ],
)
def test_missing_files_and_buildings_are_reported(building, tmp_path, name, building_name, words):
    (tmp_path / "empty.csv").touch()
    with pytest.raises(CommandError, match=words):
        call_command("import_roster", str(tmp_path / name), "--building", building_name)
