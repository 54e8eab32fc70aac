"""The committee's desk: the second factor, and the list of work across buildings."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from openpyxl import load_workbook
from playwright.sync_api import expect

from governance.demo.crowd.neighbourhood import build_crowd
from governance.demo.story import PASSWORD
from residents.models import Neighbourhood
from tests.browser.checks import too_wide, violations
from tests.browser.steps import shoot
from tests.totp import totp


def test_the_desk_begins_with_what_waits(visit):
    build_crowd(Neighbourhood.objects.get(), buildings=6, years=1)
    staff = visit("staff", size="desktop")
    staff.goto("/admin/")
    work = staff.get_by_role("table", name="要办的事")
    expect(work.get_by_text("还没公布结果").or_(work.get_by_text("没有进展")).first).to_be_visible()
    shoot(staff, "desk")
    for part in ("#work", "#buildings"):
        assert violations(staff, part, context=part) == []
    for scheme in ("dark", "light"):
        staff.emulate_media(color_scheme=scheme)
        shoot(staff, f"desk-{scheme}")
        assert too_wide(staff, scheme) == []
    about = work.locator("tbody a").first
    name = about.inner_text()
    about.click()
    expect(staff.get_by_text(name).first).to_be_visible()


def test_a_list_is_narrowed_to_a_building_and_taken_along_as_a_file(visit, tmp_path):
    build_crowd(Neighbourhood.objects.get(), buildings=2, years=1)
    staff = visit("staff", size="desktop", bypass_csp=True)  # axe sets inline styles on the form
    staff.goto("/admin/residents/household/")
    staff.get_by_label("楼组", exact=True).select_option("114号 连心楼")
    staff.get_by_role("button", name="筛选").click()
    wrong = looked_at(staff, "list-narrowed", context="#changelist-filter")
    staff.get_by_role("link", name="导出 Excel").click()
    expect(staff.get_by_text("按现在的筛选和搜索，共21条")).to_be_visible()
    wrong += looked_at(staff, "list-export", context="#content-main")
    with staff.expect_download() as coming:
        staff.get_by_role("button", name="下载清单").click()
    coming.value.save_as(file := tmp_path / "list.xlsx")
    titles, *rows = load_workbook(file).active.iter_rows(values_only=True)
    assert (titles[1], len(rows), {row[1] for row in rows}) == ("楼组", 21, {"114号 连心楼"})
    assert not any("13800" in str(cell) for row in rows for cell in row)
    assert wrong == []


def test_offices_are_ended_together_and_taken_back(visit):
    staff = visit("staff", size="desktop", bypass_csp=True)  # axe sets inline styles on the form
    staff.goto("/admin/residents/office/?kind__exact=volunteer")
    boxes = staff.locator("#result_list tbody input[type=checkbox]")
    count = boxes.count()
    for box in boxes.all():
        box.check()
    staff.get_by_label("动作").select_option("从今天起结束职务")
    staff.get_by_role("button", name="办", exact=True).click()
    expect(staff.get_by_role("table", name=f"选了{count}条")).to_be_visible()
    wrong = looked_at(staff, "bulk-asked", context="#content-main")
    staff.get_by_role("button", name="从今天起结束职务").click()
    expect(staff.get_by_text(f"从今天起结束职务：{count}条办好了。")).to_be_visible()
    wrong += looked_at(staff, "bulk-done", context=".undo")
    staff.get_by_role("button", name="撤销刚才的").click()
    expect(staff.get_by_text(f"恢复今天结束的职务：{count}条办好了。")).to_be_visible()
    staff.locator("#result_list tbody th a").first.click()
    staff.get_by_role("link", name="历史").click()
    expect(staff.get_by_text("开始担任志愿者").first).to_be_visible()
    wrong += looked_at(staff, "bulk-history", context="#content-main")
    assert wrong == []


def test_the_picture_is_seen_and_read_as_a_table(visit):
    build_crowd(Neighbourhood.objects.get(), buildings=3, years=1)
    staff = visit("staff", size="desktop")
    staff.goto("/admin/")
    staff.get_by_role("link", name="看图：哪栋楼安静").click()
    expect(staff.locator(".picture svg").first).to_be_visible()
    wrong = looked_at(staff, "picture", context="#content-main")
    staff.get_by_text("用表格看").click()
    expect(staff.get_by_role("table").first).to_be_visible()
    wrong += too_wide(staff, "picture-table")
    assert wrong == []


@pytest.fixture
def _asked_for(settings):
    settings.SECOND_FACTOR = True
    cache.clear()


@pytest.mark.usefixtures("_asked_for")
def test_the_committee_sets_up_a_second_factor_and_signs_in_with_it(visit):
    page = visit()
    log_in(page)
    page.goto("/admin/")
    expect(page.get_by_role("heading", name="再加一道验证")).to_be_visible()
    wrong = looked_at(page, "second-choose")
    page.get_by_role("link", name="用动态验证码").click()
    secret = page.locator("form b").inner_text().replace(" ", "")
    wrong += looked_at(page, "second-app")
    page.get_by_label("验证码").fill(totp(secret))
    page.get_by_role("button", name="设好").click()
    spare = page.locator(".spare-codes li").all_inner_texts()
    wrong += looked_at(page, "second-codes")
    page.get_by_role("link", name="收好了，继续").click()
    expect(page.get_by_role("table", name="要办的事")).to_be_visible()
    page.goto("/account/keys/")
    wrong += looked_at(page, "second-keys")
    page.context.clear_cookies()
    log_in(page)
    wrong += looked_at(page, "second-show")
    page.get_by_label("验证码").fill(spare[0])
    page.get_by_role("button", name="登录").click()
    page.goto("/admin/")
    expect(page.get_by_role("table", name="要办的事")).to_be_visible()
    assert wrong == []


def log_in(page):
    page.goto("/account/login/")
    page.get_by_label("名字或手机号").fill("staff")
    page.get_by_label("密码", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="登录", exact=True).click()
    page.wait_for_url(lambda url: "login" not in url)


def looked_at(page, name, context=None) -> list[str]:
    shoot(page, name)
    return [*violations(page, name, context=context), *too_wide(page, name)]
