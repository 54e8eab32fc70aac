"""What was typed and not sent: kept for the person who typed it, over the text it began from."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from governance.notices.actions.writing import edit_notice
from governance.notices.models import Notice
from residents.models import User
from tests.browser.steps import become, sign_out
from tests.factories.notices import notice_input

SECRET = "二〇二室漏水的事，别让人知道是我说的"
WRITTEN_BY_ALL = (
    "lounge/new/?kind=worry",
    "lounge/new/?kind=need",
    "lounge/new/?kind=plan",
)
WRITTEN_BY_LEADERS = (
    *WRITTEN_BY_ALL,
    "notices/new/",
    "notices/new/?kind=posting",
    "meetings/new/?kind=ordinary",
    "canvass/new/?kind=hear",
)
TYPE = """(words) => {
  const fields = [...document.querySelectorAll("form[data-draft] :is(textarea, input[type=text])")];
  for (const field of fields) { field.value = words; field.dispatchEvent(new Event("input", { bubbles: true })); }
  return fields.length;
}"""
STORED = """Object.keys(localStorage)
  .filter((key) => !['sent', 'reader', 'text size', 'signed out'].includes(key))"""
READER = "localStorage.getItem('reader')"


def press(page, name):
    page.get_by_role("button", name=name, exact=True).click()


def box(page):
    return page.locator(".draft")


@pytest.mark.parametrize(
    ("first", "second", "places"),
    [("resident", "elder", WRITTEN_BY_ALL), ("leader", "staff", WRITTEN_BY_LEADERS)],
)
def test_the_next_person_on_the_device_sees_nothing_of_it(visit, first, second, places):
    page = visit(first)
    page.goto("/b/114/")
    page.evaluate("localStorage.setItem('draft:notice-114-new', JSON.stringify({title: 'x'}))")
    typed = []
    for place in places:
        page.goto(f"/b/114/{place}")
        if page.evaluate(TYPE, SECRET):
            typed.append(place)
    assert typed == list(places)
    owner = User.objects.get(username=first)
    keys = page.evaluate(STORED)
    assert (len(keys), all(key.startswith(f"drafts:{owner.pk}:") for key in keys)) == (
        len(typed),
        True,
    )
    become(page, second)
    for place in typed:
        page.goto(f"/b/114/{place}")
        assert SECRET not in page.content()
        shown = page.evaluate("[...document.querySelectorAll('textarea, input')].map(e => e.value)")
        assert SECRET not in shown
    become(page, first)
    page.goto(f"/b/114/{typed[0]}")
    expect(page.locator("form[data-draft] textarea").first).to_have_value(SECRET)


@pytest.mark.parametrize("shared", [True, False])
def test_signing_out_of_a_shared_device_leaves_no_draft(visit, shared):
    page = visit("resident")
    page.goto("/b/114/lounge/new/?kind=worry")
    page.fill("[name=text]", SECRET)
    page.goto("/account/logout/")
    if shared:
        page.check("[name=shared]")
    sign_out(page)
    page.goto("/account/login/")
    assert (page.evaluate(STORED) == []) is shared
    assert page.evaluate(READER) == "", "nobody"


@pytest.fixture
def notice(house):
    return Notice.objects.filter(building__slug="114", state="posted", kind="notice").first()


def test_a_draft_over_the_same_text_is_put_in_and_said(visit, notice):
    page = visit("leader")
    page.goto(f"/b/114/notices/{notice.pk}/edit/")
    page.fill("[name=title]", "改了一半的")
    page.reload()
    expect(page.locator("[name=title]")).to_have_value("改了一半的")
    expect(box(page)).to_contain_text("下面是您在这台设备上没写完的")
    press(page, "用网站上原来的")
    expect(page.locator("[name=title]")).to_have_value(notice.title)
    press(page, "用这份")
    expect(page.locator("[name=title]")).to_have_value("改了一半的")
    press(page, "用网站上原来的")
    press(page, "不要了")
    page.reload()
    expect(page.locator("[name=title]")).to_have_value(notice.title)
    expect(box(page)).to_have_count(0)


def test_a_draft_of_something_new_can_be_cleared(visit):
    page = visit("leader")
    page.goto("/b/114/notices/new/")
    page.fill("[name=title]", "写了一半的")
    page.reload()
    expect(page.locator("[name=title]")).to_have_value("写了一半的")
    press(page, "清空，从头写")
    expect(page.locator("[name=title]")).to_have_value("")


def test_a_draft_over_a_newer_text_is_offered_beside_it(visit, notice):
    page = visit("leader")
    page.goto(f"/b/114/notices/{notice.pk}/edit/")
    page.fill("[name=title]", "改了一半的")
    text = {"title": "停水改到周日下午2点！", "body": notice.body}
    edit_notice(
        notice,
        notice_input(notice, **text),
        version=notice.version,
        by=User.objects.get(username="core"),
    )
    page.reload()
    expect(page.locator("[name=title]")).to_have_value(text["title"])
    expect(box(page)).to_contain_text("这里的文字改过了")
    expect(box(page).locator("dd")).to_have_text("改了一半的")
    press(page, "用这份")
    expect(page.locator("[name=title]")).to_have_value("改了一半的")
    press(page, "用网站上原来的")
    press(page, "不要了")
    page.reload()
    expect(page.locator("[name=title]")).to_have_value(text["title"])
    expect(box(page)).to_have_count(0)
