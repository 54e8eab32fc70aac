"""Pages of documents and their files."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone

from governance.matters.actions import documents as actions
from governance.matters.inputs import DocumentInput
from governance.matters.models import Document, DocumentVersion
from tests.architecture.requests import body_of
from tests.factories.files import photo
from tests.factories.matters import MatterFactory, StewardFactory
from tests.factories.milestones import (
    DocumentFactory,
    DocumentFileFactory,
    DocumentVersionFactory,
)

pytestmark = pytest.mark.django_db
PERSONAS = ("leader", "staff", "deputed", "core", "volunteer", "resident", "neighbour", "visitor")
READ = dict(zip(PERSONAS, (200,) * 6 + (404, 302), strict=True))
COLLECT = dict(zip(PERSONAS, (200, 200, 403, 403, 403, 403, 404, 302), strict=True))
ACT = COLLECT | {"leader": 302, "staff": 302}


@pytest.fixture
def matter(building):
    return MatterFactory(building=building, title="装电梯")


def url(name, *args):
    return reverse(f"matters:{name}", args=["114", *args])


@pytest.mark.parametrize(
    ("name", "method", "data", "expected"),
    [
        ("add_version", "get", {}, COLLECT),
        ("give_document_up", "post", {}, ACT),
        ("want_document", "post", {}, ACT),
        ("show_document_to", "post", {"audience": "leaders"}, ACT),
        ("show_document_to", "post", {"audience": "all"}, COLLECT | {"leader": 404, "staff": 404}),
    ],
)
def test_who_may_do_what_with_a_document(enter, matter, name, method, data, expected):
    for persona, status in expected.items():
        document = DocumentFactory(matter=matter)
        page = getattr(enter(persona), method)(url(name, matter.pk, document.pk), data)
        assert page.status_code == status, persona


@pytest.mark.parametrize(
    ("name", "data", "expected"),
    [
        ("rely_on_version", {"reliance": "agreed"}, ACT),
        ("rely_on_version", {"reliance": ""}, COLLECT | {"leader": 404, "staff": 404}),
        ("remove_version", {}, ACT),
    ],
)
def test_who_may_do_what_with_a_version(enter, matter, name, data, expected):
    for persona, status in expected.items():
        version = DocumentVersionFactory(document__matter=matter)
        where = url(name, matter.pk, version.document_id, version.pk)
        assert enter(persona).post(where, data).status_code == status, persona


@pytest.mark.parametrize(
    ("name", "expected"), [("documents", READ), ("add_document", COLLECT), ("dossier", READ)]
)
def test_who_may_open_which_page(enter, matter, name, expected):
    assert {p: enter(p).get(url(name, matter.pk)).status_code for p in expected} == expected


@pytest.mark.parametrize(
    ("audience", "expected"),
    [
        ("residents", READ),
        ("leaders", {one: 404 if code == 403 else code for one, code in COLLECT.items()}),
    ],
)
def test_who_gets_a_file(enter, matter, audience, expected):
    file = DocumentFileFactory(
        version__document__matter=matter, version__document__audience=audience
    )
    where = url("document_file", matter.pk, file.version.document_id, file.pk, "whole")
    for persona, status in expected.items():
        answer = enter(persona).get(where)
        assert answer.status_code == status, persona
        assert (body_of(answer) == b"jpeg") == (status == 200)


@pytest.mark.parametrize("page", ["documents", "dossier", "page"])
def test_neighbours_do_not_learn_of_a_document_for_leaders(enter, matter, page, resident, leader):
    for name, audience in (("设计图", "residents"), ("谁家签了字", "leaders")):
        document = DocumentFactory(matter=matter, name=name, audience=audience)
        DocumentFileFactory(version__document=document)
    DocumentFactory(matter=matter, name="谁家没签字", audience="leaders")
    text = enter("resident").get(url(page, matter.pk)).text
    assert ("设计图" in text, "签了字" in text, "没签字" in text) == (True, False, False)
    assert "谁家签了字" in enter("leader").get(url(page, matter.pk)).text


@pytest.mark.parametrize("rows", [1, 3, 12])
def test_the_list_costs_the_same_however_long(enter, matter, rows, django_assert_num_queries):
    for _number in range(rows):
        DocumentFileFactory(version__document__matter=matter)
    client = enter("resident")
    with django_assert_num_queries(7):
        client.get(url("documents", matter.pk))


def test_a_leader_collects_a_contract_and_its_newer_version(enter, matter, leader):
    client = enter("leader")
    answer = client.post(
        url("add_document", matter.pk), {"name": "施工合同", "audience": "residents"}
    )
    document = Document.objects.get()
    assert answer.url == url("add_version", matter.pk, document.pk)
    today = timezone.localdate().isoformat()
    for number in (1, 2):
        answer = client.post(
            answer.url if number == 1 else url("add_version", matter.pk, document.pk),
            {"attached": photo(), "dated_on": today, "once": f"k{number}"},
        )
        assert answer.status_code == 302
    page = client.get(url("documents", matter.pk)).text
    assert ("第2版" in page, "第1版，" in page) == (True, True)
    first = document.versions.get(number=1)
    kept = client.post(
        url("rely_on_version", matter.pk, document.pk, first.pk), {"reliance": "agreed"}
    )
    assert kept.status_code == 302
    client.post(url("remove_version", matter.pk, document.pk, first.pk))
    assert "不能拿掉。有改动，请加新的一版。" in client.get(url("documents", matter.pk)).text
    assert DocumentVersion.objects.count() == 2


def test_a_version_without_a_file_is_refused_in_a_sentence(enter, matter, leader):
    document = DocumentFactory(matter=matter)
    page = enter("leader").post(
        url("add_version", matter.pk, document.pk), {"dated_on": "2026-01-01"}
    )
    assert "请放上文件：拍一张照片，或者选一份PDF。" in page.text


def test_what_is_still_to_be_collected_is_listed(enter, matter, leader, resident):
    DocumentFactory(matter=matter, name="监理合同")
    DocumentFactory(matter=matter, name="不要的", unneeded=True)
    page = enter("resident").get(url("documents", matter.pk)).text
    assert ("还要收的" in page, "监理合同" in page, "不要的" in page) == (True, True, False)
    assert "不用收的，1 份" in enter("leader").get(url("documents", matter.pk)).text


def test_the_name_of_a_document_that_is_put_away_is_nowhere(enter, matter, leader):
    document = actions.add_document(matter, DocumentInput("各家分摊的约定"), by=leader)
    client = enter("resident")
    pages = [
        reverse("matters:page", args=["114", matter.pk]),
        reverse("matters:timeline", args=["114", matter.pk]),
        reverse("journal:lines", args=["114"]),
        reverse("home:home", args=["114"]),
    ]

    def told():
        return ["各家分摊的约定" in client.get(page).text for page in pages]

    assert told() == [True] * 4
    show = url("show_document_to", matter.pk, document.pk)
    enter("leader").post(show, {"audience": "leaders"})
    client = enter("resident")
    assert told() == [False] * 4
    enter("leader").post(show, {"audience": "residents"})
    client = enter("resident")
    assert told() == [True] * 4


def test_a_steward_makes_no_document_that_only_leaders_read(enter, matter, volunteer):
    StewardFactory(matter=matter, user=volunteer)
    client = enter("volunteer")
    assert 'name="audience"' not in client.get(url("add_document", matter.pk)).text
    data = {"name": "施工合同", "audience": "leaders"}
    answer = client.post(url("add_document", matter.pk), data)
    assert Document.objects.get().audience == "residents"
    assert client.get(answer.url).status_code == 200
