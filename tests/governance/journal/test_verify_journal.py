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
    return building.journal_version


def walk(**options) -> tuple[str, str]:
    text, wrong = io.StringIO(), io.StringIO()
    call_command("verify_journal", stdout=text, stderr=wrong, **options)
    return text.getvalue(), wrong.getvalue()


def test_every_chain_that_holds_is_named(lines):
    assert walk() == (f"114: {lines} lines hold\n115: 1 lines hold\n", "")


def test_lines_that_are_written_meanwhile_are_no_fault(lines, building, leader):
    """A line is written before each statement of the walk: before the count is read, and after it."""
    writing = []

    def write(execute, sql, params, many, context):
        if not writing and "journal_line" in sql:
            writing.append(sql)
            enter(NoticeFactory(building=building), "notices.posted", by=leader)
            writing.clear()
        return execute(sql, params, many, context)

    with connection.execute_wrapper(write):
        assert walk(building="114") == (f"114: {lines} lines hold\n", "")
    building.refresh_from_db()
    assert building.journal_version > lines


def test_a_count_that_was_turned_back_is_found(lines, building):
    type(building).objects.filter(pk=building.pk).update(journal_version=lines - 1)
    found = io.StringIO()
    with pytest.raises(CommandError, match="do not hold"):
        call_command("verify_journal", stdout=io.StringIO(), stderr=found)
    assert found.getvalue().startswith(f"114: line {lines} is more than")


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
    found = io.StringIO()
    with pytest.raises(CommandError, match="do not hold"):
        call_command("verify_journal", stdout=io.StringIO(), stderr=found)
    assert found.getvalue().startswith(f"114: line 2 {reason}")


REWRITE = """
ALTER TABLE journal_line DISABLE TRIGGER refuse_change;
DELETE FROM journal_line WHERE building_id = {pk} AND number = 2;
UPDATE journal_line SET number = number - 1 WHERE building_id = {pk} AND number > 2;
UPDATE residents_building SET journal_version = journal_version - 1 WHERE id = {pk};
ALTER TABLE journal_line ENABLE TRIGGER refuse_change;
"""


def rewrite(building) -> None:
    """Delete a line and recompute the chain, as an administrator of the database could."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(REWRITE.format(pk=building.pk))
        cursor.execute("ALTER TABLE journal_line DISABLE TRIGGER refuse_change")
        previous = ""
        for line in building.journal.order_by("number"):
            line.previous = previous
            line.digest = previous = line.computed_digest()
            line.save(update_fields=["previous", "digest"])
        cursor.execute("ALTER TABLE journal_line ENABLE TRIGGER refuse_change")


def test_a_chain_made_anew_holds_by_itself_but_not_against_a_paper(building, leader):
    for _ in range(4):
        enter(NoticeFactory(building=building), "notices.posted", by=leader)
    early, late = (building.journal.get(number=n).anchor for n in (1, 4))
    against = {"building": "114", "against": [early, late]}
    assert "114: line 4 is the one that was printed\n" in walk(**against)[0]

    rewrite(building)
    assert walk(building="114") == ("114: 3 lines hold\n", "")
    assert walk(building="114", against=[early])[1] == ""
    found = io.StringIO()
    with pytest.raises(CommandError, match="do not hold"):
        call_command("verify_journal", stdout=io.StringIO(), stderr=found, **against)
    assert found.getvalue() == "114: line 4 is missing\n"

    enter(NoticeFactory(building=building), "notices.posted", by=leader)
    found = io.StringIO()
    with pytest.raises(CommandError, match="do not hold"):
        call_command("verify_journal", stdout=io.StringIO(), stderr=found, **against)
    assert found.getvalue().startswith("114: line 4 has the digest ")
    assert f"it was rewritten after {late.partition(':')[2]} was printed" in found.getvalue()


@pytest.mark.parametrize("word", ["1234", "x:ab12cd34", "1:ab12", "1:zzzzzzzz"])
def test_what_is_no_anchor_is_refused(building, word):
    with pytest.raises(CommandError, match="is not like 1234:ab12cd34"):
        call_command("verify_journal", "--building", "114", "--against", word)


def test_a_paper_is_about_one_building(building):
    with pytest.raises(CommandError, match="Say with --building whose journal"):
        call_command("verify_journal", "--against", "1:ab12cd34")
