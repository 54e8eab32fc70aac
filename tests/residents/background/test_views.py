"""The page of progress, with and without JavaScript."""

from __future__ import annotations

import pytest
from django.urls import reverse

from louzu.lib.jobs import Queue
from residents.background.actions import run_next_chunk
from tests.factories import OfficeFactory

pytestmark = pytest.mark.django_db


def page_of(job):
    return reverse("mine:long_job", args=[job.pk])


def test_it_says_how_far_it_is_and_loads_itself_again_until_it_ends(
    enter, start, run_jobs, django_assert_num_queries
):
    job = start()
    run_next_chunk(job.pk, number=0)
    client = enter("staff")
    client.get(page_of(job))
    with django_assert_num_queries(6):
        text = client.get(page_of(job)).text
    assert ("正在办" in text, 'value="1" max="3"' in text, "停下来" in text) == (True,) * 3
    assert '<noscript><meta http-equiv="refresh"' in text
    run_jobs(Queue.LONG)
    text = client.get(page_of(job)).text
    assert ("办好了" in text, 'href="/admin/"' in text) == (True, True)
    assert ("refresh" in text, "data-progress" in text, "停下来" in text) == (False,) * 3


def test_it_is_cancelled_and_says_that_what_is_done_stays(enter, start, run_jobs):
    job = start()
    run_next_chunk(job.pk, number=0)
    cancel = reverse("mine:cancel_long_job", args=[job.pk])
    client = enter("staff")
    asked = client.get(cancel).text
    assert ("剩下的不办了" in asked, "办了1，一共3" in asked) == (True, True)
    job.refresh_from_db()
    assert job.state == "running"
    text = client.post(cancel, follow=True).text
    assert ("停下了" in text, "已经办好的不会撤回" in text) == (True, True)
    assert run_jobs(Queue.LONG) > 0
    assert "1 / 3" in client.get(page_of(job)).text
    assert "这一步做不了了" in client.post(cancel, follow=True).text
    assert client.get(cancel).headers["Location"] == page_of(job)


def test_it_leads_back_to_where_it_was_begun(enter, start):
    assert (
        f'class="back" href="{reverse("admin:jobs")}"' in enter("staff").get(page_of(start())).text
    )


def test_a_refusal_is_told_there(enter, start, run_jobs):
    job = start(refuse=0)
    run_jobs(Queue.LONG)
    assert "数不下去了。" in enter("staff").get(page_of(job)).text


@pytest.mark.parametrize("persona", ["leader", "colleague", "visitor"])
def test_nobody_else_sees_or_cancels_it(enter, building, start, persona, request):
    job = start()
    client = enter("visitor")
    if persona == "colleague":
        colleague = OfficeFactory(staff=True, neighbourhood=building.neighbourhood).user
        client.force_login(colleague)
    else:
        client = enter(persona)
    gone = 302 if persona == "visitor" else 404
    assert client.get(page_of(job)).status_code == gone
    assert client.post(reverse("mine:cancel_long_job", args=[job.pk])).status_code == gone
    job.refresh_from_db()
    assert job.state == "waiting"
