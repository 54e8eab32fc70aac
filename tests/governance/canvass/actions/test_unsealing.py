"""The count of a secret vote: two passphrases open the box, and no data links a household to a
choice."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections import Counter
from contextlib import contextmanager, suppress
from itertools import combinations
from select import select
from urllib.parse import quote

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction

from governance.canvass import sealing
from governance.canvass.actions import counting, drafting, unsealing
from governance.canvass.actions.unsealing import vacuum
from governance.canvass.models import Box, Canvass, Count, Receipt, RollEntry, SealedBallot
from governance.canvass.queries.box import seal_info
from governance.canvass.queries.counting import recount, tally_of
from governance.canvass.queries.voices import voices_of
from louzu.lib.errors import Refused
from louzu.server.roles import APP
from tests.factories import HouseholdFactory, MembershipFactory
from tests.factories.canvass import (
    PASSPHRASES,
    SECRET,
    cast_ballots,
    count_closed_canvass,
    make_open_canvass,
    move_past_deadline,
    record_paper_voter,
)

CHOICES = ["object", "agree", "agree", "abstain", "agree", "agree"]
WORDS = sorted({choice.encode() for choice in CHOICES})


def a_vote(building, leader, homes=7) -> Canvass:
    for _ in range(homes):
        MembershipFactory(household=HouseholdFactory(building=building))
    return make_open_canvass(building, leader, **SECRET)


@pytest.fixture
def vote(building, leader):
    """A vote of eight households, including the leader's."""
    return a_vote(building, leader)


@pytest.fixture
def closed(vote, leader):
    """Six of eight households have voted."""
    cast_ballots(vote, CHOICES)
    return counting.close_canvass(move_past_deadline(vote), by=leader)


def still_sealed(canvass) -> bool:
    counts = (Box.objects.count(), SealedBallot.objects.count(), Count.objects.count())
    return Canvass.objects.get(pk=canvass.pk).state == "closed" and counts == (1, 6, 0)


def heads(result):
    return {choice: result[choice]["heads"] for choice in ("agree", "object", "abstain")}


@pytest.mark.django_db
@pytest.mark.parametrize("pair", list(combinations(PASSPHRASES, 2)), ids="-".join)
def test_any_two_of_three_count(closed, pair):
    counted = count_closed_canvass(closed, pair)
    count = Count.objects.get(canvass=counted)
    assert heads(count.result) == {"agree": 4, "object": 1, "abstain": 1}
    assert count.result["record"] == ""
    named = [closed.holders.get(seat=seat).user for seat in pair]
    assert [count.first, count.second] == named
    assert (Box.objects.count(), SealedBallot.objects.count()) == (0, 0)
    assert (Receipt.objects.count(), RollEntry.objects.count()) == (6, 6)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "given",
    [
        {"first": "1" * 24},
        {"first": "1" * 24, "second": ""},
        {"first": "1" * 24, "second": "1" * 24},
        {"first": "1" * 24, "second": "2" * 23 + "3"},
        {"second": "2" * 24, "committee": "3" * 24},
        PASSPHRASES,
    ],
    ids=["one", "one and none", "the same twice", "a wrong digit", "not one's own", "all three"],
)
def test_otherwise_all_stays_sealed(closed, given):
    by = closed.holders.get(seat="first").user
    with pytest.raises(Refused, match=r"两位到场|口令对不上"):
        unsealing.count_box(closed, given, paper={}, by=by)
    assert still_sealed(closed)
    assert count_closed_canvass(closed).state == "counted"


@pytest.mark.django_db
def test_the_database_and_one_passphrase_cannot_open_the_box(closed):
    box, info = Box.objects.get(), seal_info(closed)
    salts = {holder.seat: bytes(holder.salt) for holder in closed.holders.all()}
    known = sealing.holder_key(PASSPHRASES["first"], salts["first"])
    guesses = [known, *(sealing.holder_key(PASSPHRASES["first"], salt) for salt in salts.values())]
    for wrapped in (box.first_second, box.first_committee, box.second_committee):
        for one in guesses:
            for two in guesses:
                with pytest.raises(sealing.CannotOpen):
                    sealing.unwrap(bytes(wrapped), one, two, info)


@pytest.mark.django_db
def test_neither_the_former_count_nor_a_count_before_the_closing(vote, closed, leader):
    with pytest.raises(Refused, match="两位保管人"):
        counting.count_canvass(closed, by=leader)
    count_closed_canvass(closed)
    with pytest.raises(Refused, match="做不了"):
        count_closed_canvass(closed)


@pytest.mark.django_db
def test_ballots_forged_into_the_table_are_told_and_not_counted(closed):
    """A ballot of another vote, junk and a copied row must not stop the count."""
    public = bytes(Box.objects.get().public)
    good = SealedBallot.objects.first().sealed
    forged = [
        sealing.seal("agree", public, b"louzu/0/0/1"),
        b"junk",
        good,
        sealing.seal("perhaps", public, seal_info(closed)),
    ]
    SealedBallot.objects.bulk_create(SealedBallot(canvass=closed, sealed=one) for one in forged)
    result = Count.objects.get(canvass=count_closed_canvass(closed)).result
    assert heads(result) == {"agree": 4, "object": 1, "abstain": 1}
    assert (result["box"]["unread"], result["box"]["copies"]) == (3, 1)


@pytest.mark.django_db
def test_a_ballot_more_or_less_than_the_roll_is_told_and_not_corrected(closed):
    public = bytes(Box.objects.get().public)
    stuffed = sealing.seal("agree", public, seal_info(closed))
    SealedBallot.objects.create(canvass=closed, sealed=stuffed)
    result = Count.objects.get(canvass=count_closed_canvass(closed)).result
    assert (result["box"]["web"], result["box"]["roll_web"]) == (7, 6)
    assert result["agree"]["heads"] == 5


@pytest.mark.django_db
def test_papers_are_added_and_compared_with_the_roll(vote, leader):
    voices = list(vote.voices.all())
    cast_ballots(vote, CHOICES[:5])
    for voice in voices[5:7]:
        record_paper_voter(vote, voice)
    paper = {"agree": 1, "object": 1, "abstain": 0, "spoiled": 1}
    result = Count.objects.get(canvass=count_closed_canvass(vote, paper=paper)).result
    assert heads(result) == {"agree": 4, "object": 2, "abstain": 1}
    assert result["answered"]["heads"] == 8  # a spoiled paper counts for turnout
    box = result["box"]
    assert (box["web"], box["paper"], box["spoiled"]) == (5, 3, 1)
    assert (box["roll_web"], box["roll_paper"]) == (5, 2)


@pytest.mark.django_db
def test_fewer_than_five_are_no_crowd_and_not_even_totals_are_kept(vote):
    cast_ballots(vote, CHOICES[:4])
    counted = count_closed_canvass(vote)
    result = Count.objects.get(canvass=counted).result
    assert {"too_few", "passed", "answered", "roster", "box"} == set(result)
    assert (result["too_few"], result["passed"], result["answered"]) == (True, False, 4)
    assert (Box.objects.count(), SealedBallot.objects.count()) == (0, 0)
    assert tally_of(counted, voices_of(counted)).agree.heads == 0


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("choices", "alike"), [(["agree"] * 5, True), (["agree"] * 5 + ["object"], False)]
)
def test_it_is_said_when_all_chose_alike(vote, choices, alike):
    cast_ballots(vote, choices)
    assert Count.objects.get(canvass=count_closed_canvass(vote)).result["unanimous"] is alike


@pytest.mark.django_db
def test_the_pages_and_the_recount_go_by_the_totals(closed, capsys):
    counted = count_closed_canvass(closed)
    tally = tally_of(counted, voices_of(counted))
    assert (tally.agree.heads, tally.answered.heads, tally.roster.heads) == (4, 6, 8)
    assert recount(counted).agrees
    call_command("recount", counted.pk)
    assert "totals" in capsys.readouterr().out
    count = Count.objects.get(canvass=counted)
    count.result["passed"] = not count.result["passed"]
    count.save()
    assert not recount(counted).agrees


@pytest.mark.django_db
def test_who_withdraws_destroys_the_box_unopened(vote, leader, django_capture_on_commit_callbacks):
    cast_ballots(vote, CHOICES)
    with django_capture_on_commit_callbacks() as after:
        drafting.withdraw_canvass(vote, reason="丢了两个信封，数不了", by=leader)
    assert after == [vacuum]
    assert (Box.objects.count(), SealedBallot.objects.count()) == (0, 0)
    assert (Receipt.objects.count(), Count.objects.count()) == (6, 0)


@pytest.mark.django_db
def test_264_households(building, leader):
    for _ in range(264):
        HouseholdFactory(building=building)
    vote = make_open_canvass(building, leader, **SECRET)
    public, info = bytes(vote.box.public), seal_info(vote)
    choices = ["agree", "agree", "object"] * 88
    SealedBallot.objects.bulk_create(
        SealedBallot(canvass=vote, sealed=sealing.seal(choice, public, info)) for choice in choices
    )
    RollEntry.objects.bulk_create(RollEntry(voice=voice) for voice in vote.voices.all()[:264])
    result = Count.objects.get(canvass=count_closed_canvass(vote)).result
    assert heads(result) == {"agree": 176, "object": 88, "abstain": 0}
    assert (result["passed"], result["box"]["roll_web"]) == (True, 264)


# --- access to the whole database ----------------------------------------------------------------


def choices_in(pages) -> list[str]:
    """Return the names of those that contain a choice in plain text."""
    return [name for name, content in pages if any(word in content for word in WORDS)]


def heap_pages(tables):
    """Yield all bytes of the tables' files, including dead rows (pageinspect)."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE EXTENSION IF NOT EXISTS pageinspect")
        for table in tables:
            cursor.execute(
                "SELECT get_raw_page(%s, page::int) FROM generate_series(0,"
                " pg_relation_size(%s) / current_setting('block_size')::int - 1) page",
                [table, table],
            )
            for (page,) in cursor.fetchall():
                yield table, bytes(page)


def position() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_wal_insert_lsn()")
        return cursor.fetchone()[0]


def wal_since(start):
    """Yield table name and bytes of each write-ahead log record since then."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE EXTENSION IF NOT EXISTS pg_walinspect")
        cursor.execute("CHECKPOINT")  # the tests' server writes its log later than a real one
        cursor.execute(
            "SELECT reloid::regclass::text, block_data || coalesce(block_fpi_data, '')"
            " FROM pg_get_wal_block_info(%s, pg_current_wal_flush_lsn()) b"
            " LEFT JOIN LATERAL (SELECT oid AS reloid FROM pg_class"
            "  WHERE relfilenode = b.relfilenode) c ON true WHERE block_data IS NOT NULL AND reldatabase ="
            " (SELECT oid FROM pg_database WHERE datname = current_database())",
            [start],
        )
        return [(name or "?", bytes(content)) for name, content in cursor.fetchall()]


def tables():
    return sorted(set(connection.introspection.table_names()))


@pytest.mark.django_db(transaction=True)
def test_a_superuser_with_pages_and_wal_ties_no_ballot_to_a_household(request):
    """Search all bytes of tables and log, live and dead, before and after the count."""
    call_command("flush", interactive=False, verbosity=0)  # removes rows of other tests
    vote = a_vote(*map(request.getfixturevalue, ("building", "leader")))
    elsewhere = set(choices_in(heap_pages(tables())))
    assert elsewhere == {"auth_permission", "django_content_type"}  # names of models
    start = position()
    cast_ballots(vote, CHOICES)
    assert set(choices_in(heap_pages(tables()))) == elsewhere
    assert choices_in(wal_since(start)) == []
    with connection.cursor() as cursor:  # xmin links voices to ballots, but these are encrypted
        cursor.execute(
            "SELECT r.voice_id, length(s.sealed) FROM canvass_rollentry r"
            " JOIN canvass_sealedballot s ON s.xmin = r.xmin"
        )
        tied = cursor.fetchall()
    assert len(tied) == len(CHOICES)
    assert len({size for _voice, size in tied}) == 1

    count_closed_canvass(vote)
    assert set(choices_in(heap_pages(tables()))) == {*elsewhere, "canvass_count"}
    assert set(choices_in(wal_since(start))) == {"canvass_count"}
    with connection.cursor() as cursor:  # that table has totals only
        cursor.execute("SELECT result FROM canvass_count")
        assert "record" in cursor.fetchone()[0]
        cursor.execute("SELECT pg_relation_size('canvass_sealedballot')")
        assert cursor.fetchone()[0] == 0  # VACUUM freed the pages


@pytest.mark.django_db(transaction=True)
def test_counting_works_without_owning_the_tables(building, leader, caplog):
    vote = a_vote(building, leader)
    cast_ballots(vote, CHOICES)
    with connection.cursor() as cursor:
        cursor.execute("DROP ROLE IF EXISTS clerk; CREATE ROLE clerk")
        cursor.execute("GRANT ALL ON ALL TABLES IN SCHEMA public TO clerk")
        cursor.execute("REVOKE MAINTAIN ON ALL TABLES IN SCHEMA public FROM clerk")
        cursor.execute("GRANT ALL ON ALL SEQUENCES IN SCHEMA public TO clerk; SET ROLE clerk")
    try:
        assert count_closed_canvass(vote).state == "counted"
    finally:
        with connection.cursor() as cursor:
            cursor.execute("RESET ROLE; DROP OWNED BY clerk; DROP ROLE clerk")
    assert "not vacuumed" in caplog.text


# --- an interrupted count ------------------------------------------------------------------------


class BrokenError(Exception):
    pass


@contextmanager
def broken_after(statements, act):
    """Call ``act`` before the statement after this number of statements."""
    left = Counter(left=statements)

    def count(execute, sql, params, many, context):
        if left["left"] == 0:
            act()
        left["left"] -= 1
        return execute(sql, params, many, context)

    with connection.execute_wrapper(count):
        yield left


def fail():
    raise BrokenError


@pytest.mark.django_db
def test_a_count_that_fails_at_any_statement_leaves_all_sealed(closed):
    steps = 0
    while True:
        try:
            with transaction.atomic(), broken_after(steps, fail):
                count_closed_canvass(closed)
        except BrokenError:
            assert still_sealed(closed)
            steps += 1
        else:
            break
    assert steps > 15
    assert not still_sealed(closed)


# --- counts in separate processes ----------------------------------------------------------------

PROGRAM = """
import django
django.setup()
from tests.governance.canvass.counting_process import main
main()
"""
A_WHILE = 60
"""Seconds after which a count is killed."""
END_OF_CONNECTIONS = """
SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity
WHERE datname = current_database() AND usename = %s
"""


@pytest.fixture(scope="module")
def program(rights_of_portal_role, django_db_blocker):
    """Start the program with the portal's own database role."""
    with django_db_blocker.unblock():
        where = connection.settings_dict
    url = f"postgres://{APP}@{quote(where['HOST'], safe='')}:{where['PORT']}/{where['NAME']}"
    surroundings = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "LOUZU_DATABASE_URL": url,
    }
    with subprocess.Popen(
        [sys.executable, "-c", PROGRAM],
        env=surroundings,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=settings.BASE_DIR,
        start_new_session=True,
    ) as program:
        try:
            yield program
        finally:
            with suppress(ProcessLookupError):
                os.killpg(program.pid, signal.SIGKILL)


@pytest.fixture
def told(program, transactional_db):
    """Send the program a task and return its answer. Closes its connections at the end."""

    def tell(task):
        program.stdin.write(f"{task}\n".encode())
        program.stdin.flush()
        ready, _, _ = select([program.stdout], [], [], A_WHILE)
        if not ready:
            os.killpg(program.pid, signal.SIGKILL)
            pytest.fail(f"{task}: no answer")
        return program.stdout.readline().decode().strip()

    yield tell
    with connection.cursor() as cursor:
        cursor.execute(END_OF_CONNECTIONS, [APP])


def test_a_server_killed_at_any_step_of_the_count_leaves_all_sealed_or_all_counted(told, request):
    building, leader = map(request.getfixturevalue, ("building", "leader"))
    vote = a_vote(building, leader)
    cast_ballots(vote, CHOICES)
    closed = counting.close_canvass(move_past_deadline(vote), by=leader)
    steps = 0
    while Canvass.objects.get(pk=closed.pk).state == "closed":
        assert still_sealed(closed)
        assert told(f"kill_at {steps} {closed.pk}") in {"killed", "counted"}
        steps += 1
    assert steps > 15
    assert (Box.objects.count(), SealedBallot.objects.count()) == (0, 0)
    assert heads(Count.objects.get().result) == {"agree": 4, "object": 1, "abstain": 1}


def test_only_one_of_two_simultaneous_counts_succeeds(told, request):
    building, leader = map(request.getfixturevalue, ("building", "leader"))
    vote = a_vote(building, leader)
    cast_ballots(vote, CHOICES)
    closed = counting.close_canvass(move_past_deadline(vote), by=leader)
    assert told(f"at_once {closed.pk}") == "counted refused"
    assert Count.objects.get().result["answered"]["heads"] == len(CHOICES)
