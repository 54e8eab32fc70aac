"""A long list is exported by a long job, and its file is kept for the person who began it."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from governance.journal.models import Line
from louzu.lib.jobs import Queue
from residents.background.actions import run_next_chunk
from residents.desk import actions, export
from residents.desk.actions import KEPT, forget_list_exports
from residents.desk.long_export import _from_json, _to_json
from residents.models import ListExport, LongJob, Office
from residents.people.actions.offices import end_office
from residents.privacy.actions.forgetting import forget_user
from tests.factories import (
    FlatFactory,
    HouseholdFactory,
    MembershipFactory,
    OfficeFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
HOUSEHOLDS = reverse("admin:residents_household_export")
FLATS = reverse("admin:residents_flat_export")
EXPORTED = "residents.list_exported"


@pytest.fixture(autouse=True)
def short_chunks(monkeypatch):
    monkeypatch.setattr(actions, "MAX_ROWS_AT_ONCE", 2)
    monkeypatch.setattr(actions, "ROWS_PER_CHUNK", 2)


@pytest.fixture
def homes(building):
    return [
        HouseholdFactory(building=building, contact=name, phone="13812345678", aged_60_up=old)
        for old, name in enumerate(("王阿姨", "李阿姨", "=赵", "钱", "孙"))
    ]


@pytest.fixture
def begin(enter, staff, homes):
    def start(url=HOUSEHOLDS, client=None) -> LongJob:
        response = (client or enter("staff")).post(url)
        job = LongJob.objects.latest("pk")
        assert response.headers["Location"] == reverse("mine:long_job", args=[job.pk])
        return job

    return start


def rows_of(response, sheet=0) -> list[list]:
    rows = load_workbook(BytesIO(response.content)).worksheets[sheet]
    return [[cell.value for cell in row] for row in rows.iter_rows()]


@pytest.fixture
def direct(enter, staff, monkeypatch):
    """Export within the request."""

    def export_now(url):
        with monkeypatch.context() as patch:
            patch.setattr(actions, "MAX_ROWS_AT_ONCE", 100)
            return enter("staff").post(url)

    return export_now


def test_the_file_is_what_a_direct_export_gives(enter, begin, direct, homes, run_jobs):
    at_once = direct(HOUSEHOLDS)
    assert Line.objects.filter(verb=EXPORTED).count() == 1
    job = begin()
    assert (job.total, Line.objects.filter(verb=EXPORTED).count()) == (3, 1)
    run_jobs(Queue.LONG)
    assert Line.objects.filter(verb=EXPORTED).latest("pk").subject_title == "户，5条"
    assert Line.objects.filter(verb=EXPORTED).count() == 2
    made = enter("staff").get(job.result_url)
    assert rows_of(made) == rows_of(at_once)
    assert rows_of(made, sheet=1)[0] == ["楼组", "记到"]
    for name in ("Content-Type", "Content-Disposition"):
        assert made.headers[name] == at_once.headers[name]


def test_filters_and_order_are_those_of_the_list_when_it_began(
    enter, begin, direct, building, next_door, run_jobs, homes
):
    HouseholdFactory(building=next_door, contact="隔壁的")
    titles, *_rows = rows_of(direct(HOUSEHOLDS))
    oldest_first = -titles.index("60岁以上")
    filtered = f"{HOUSEHOLDS}?building__id__exact={building.pk}&o={oldest_first}"
    at_once = rows_of(direct(filtered))
    assert [row[2] for row in at_once[1:]] == ["孙", "钱", "'=赵", "李阿姨", "王阿姨"]
    job = begin(filtered)
    HouseholdFactory(building=building, contact="后来的")
    run_jobs(Queue.LONG)
    assert rows_of(enter("staff").get(job.result_url)) == at_once


def test_the_page_before_says_that_it_takes_a_while(enter, staff, homes):
    client = enter("staff")
    assert "在后台慢慢做" in client.get(HOUSEHOLDS).text
    assert "在后台慢慢做" not in client.get(f"{HOUSEHOLDS}?q=王阿姨").text


def test_progress_leads_to_the_file_as_long_as_it_is_kept(enter, begin, run_jobs):
    job = begin()
    run_next_chunk(job.pk, number=0)
    client, page = enter("staff"), reverse("mine:long_job", args=[job.pk])
    text = client.get(page).text
    assert ('value="1" max="3"' in text, "导出清单：户" in text) == (True, True)
    assert job.result_url not in text
    assert client.get(job.result_url).status_code == 404
    run_jobs(Queue.LONG)
    text = client.get(page).text
    assert (f'href="{job.result_url}"' in text, "留7天" in text) == (True, True)
    LongJob.objects.update(created_at=job.created_at - KEPT)
    assert job.result_url not in client.get(page).text


def test_pressing_twice_exports_once(enter, begin):
    client = enter("staff")
    assert begin(client=client) == begin(client=client)
    assert (LongJob.objects.count(), ListExport.objects.count()) == (1, 1)


def test_a_cancelled_export_leaves_nothing(enter, begin, run_jobs):
    job = begin()
    run_next_chunk(job.pk, number=0)
    enter("staff").post(reverse("mine:cancel_long_job", args=[job.pk]))
    run_jobs(Queue.LONG)
    assert not ListExport.objects.exists()
    assert not Line.objects.filter(verb=EXPORTED).exists()


def test_nobody_else_gets_the_file(enter, begin, building, run_jobs):
    job = begin()
    run_jobs(Queue.LONG)
    colleague = OfficeFactory(staff=True, neighbourhood=building.neighbourhood).user
    client = enter("staff")
    assert client.get(job.result_url).status_code == 200
    for other in (colleague, UserFactory(is_staff=True, is_superuser=True)):
        client.force_login(other)
        assert client.get(job.result_url, follow=True).status_code in (403, 404) or (
            "account" in client.get(job.result_url).headers["Location"]
        )


def test_who_lost_the_office_exports_no_more(begin, run_jobs, staff):
    job = begin()
    run_next_chunk(job.pk, number=0)
    end_office(Office.objects.get(user=staff), by=staff)
    run_jobs(Queue.LONG)
    job.refresh_from_db()
    assert (job.state, job.error) == ("failed", "您现在看不到这张清单了，没有导出。")
    assert not ListExport.objects.exists()


@pytest.mark.parametrize("served", ["none", "another"])
def test_who_lost_the_office_downloads_no_more(enter, begin, run_jobs, staff, served):
    job = begin()
    run_jobs(Queue.LONG)
    if served == "another":
        OfficeFactory(user=staff, staff=True)
    end_office(Office.objects.filter(user=staff).earliest("pk"), by=staff)
    response = enter("staff").get(job.result_url)
    assert response.status_code in (302, 403)
    assert "spreadsheet" not in response.headers["Content-Type"]


def test_it_is_deleted_after_a_week(begin, run_jobs):
    job = begin()
    run_jobs(Queue.LONG)
    assert forget_list_exports() == 0
    ListExport.objects.update(at=job.created_at - KEPT - dt.timedelta(minutes=1))
    assert forget_list_exports() == 1


def test_it_is_deleted_with_a_person_whom_it_may_name(begin, building, staff, run_jobs):
    neighbour = MembershipFactory(household__building=building).user
    elsewhere = MembershipFactory().user
    job = begin()
    run_next_chunk(job.pk, number=0)
    forget_user(elsewhere, by=elsewhere)
    assert ListExport.objects.exists()
    forget_user(neighbour, by=staff)
    assert not ListExport.objects.exists()
    run_jobs(Queue.LONG)
    job.refresh_from_db()
    assert job.error == "这份清单已经清掉了，请再导出一次。"


def test_a_list_longer_than_a_file_is_cut_and_says_so(
    enter, begin, building, run_jobs, monkeypatch
):
    monkeypatch.setattr(export, "MAX_EXPORTED_ROWS", 3)
    job = begin()
    run_jobs(Queue.LONG)
    listed = rows_of(enter("staff").get(job.result_url))
    assert listed[4][0] == "只有前3条。要别的，请先筛选，再导出。"


def test_a_list_without_people_is_not_logged(begin, building, run_jobs):
    FlatFactory.create_batch(3, building=building)
    begin(FLATS)
    run_jobs(Queue.LONG)
    assert not Line.objects.filter(verb=EXPORTED).exists()


CELLS = ("字", 3, 1.5, "", Decimal("88.20"), dt.date(2026, 3, 1), dt.datetime(2026, 3, 1, 12, 0))  # noqa: DTZ001 -- spreadsheets have naive times


@pytest.mark.parametrize("cell", CELLS, ids=lambda cell: type(cell).__name__)
def test_cells_stay_what_they_are(cell):
    kept = _from_json(_to_json(cell))
    assert (kept, type(kept)) == (cell, type(cell))
