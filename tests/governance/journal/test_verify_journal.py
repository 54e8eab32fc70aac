from __future__ import annotations

import io

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from governance.journal.actions import enter
from tests.factories import NoticeFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def lines(building, next_door, leader):
    for place in (building, building, next_door):
        enter(NoticeFactory(building=place), "notices.posted", by=leader)
    building.refresh_from_db()
    return building.stamp


def walk(**options) -> tuple[str, str]:
    said, wrong = io.StringIO(), io.StringIO()
    call_command("verify_journal", stdout=said, stderr=wrong, **options)
    return said.getvalue(), wrong.getvalue()


def test_every_chain_that_holds_is_named(lines):
    assert walk() == (f"114: {lines} lines hold\n115: 1 lines hold\n", "")


def test_one_building_can_be_walked(lines):
    assert walk(building="115") == ("115: 1 lines hold\n", "")


def test_a_building_that_is_not_there_is_named(db):
    with pytest.raises(CommandError, match="no building “999”"):
        walk(building="999")


@pytest.mark.parametrize(
    ("statement", "reason"),
    [
        ("UPDATE journal_line SET office = 'x' WHERE number = %s", "was changed"),
        ("DELETE FROM journal_line WHERE number = %s", "missing"),
        (
            "UPDATE journal_line SET previous = 'x' WHERE number = %s",
            "does not follow the line before it",
        ),
    ],
)
def test_the_first_broken_line_is_named(lines, building, statement, reason):
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE journal_line DISABLE TRIGGER refuse_change")
        cursor.execute(statement, [2])
    said = io.StringIO()
    with pytest.raises(CommandError, match="do not hold"):
        call_command("verify_journal", stdout=io.StringIO(), stderr=said)
    assert said.getvalue().startswith(f"114: line 2 {reason}")
