"""Go from an empty database to the first printed slips, as docs/operations.md describes."""

from __future__ import annotations

import re

import pytest
from django.core.management import call_command
from playwright.sync_api import expect

from residents.models import Building, Neighbourhood
from residents.people.queries.buildings import count_people
from tests.browser.checks import too_wide, violations
from tests.browser.steps import SHOTS, shoot
from tests.factories.roster import DATA
from tests.totp import totp

PASSWORD = "bamboo-lantern-7"


@pytest.fixture
def keeper(monkeypatch, empty_house, settings):
    """Create the keeper's account as on the server, and return its name."""
    settings.SECOND_FACTOR = True
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", PASSWORD)
    call_command(
        "createsuperuser", username="keeper", shown_name="管机器的", interactive=False, verbosity=0
    )
    return "keeper"


def sign_in(page, name):
    """Sign in with the password and set up the second factor."""
    page.goto("/account/login/")
    page.get_by_label("名字或手机号").fill(name)
    page.get_by_label("密码", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="登录", exact=True).click()
    page.goto("/admin/")
    page.get_by_role("link", name="用动态验证码").click()
    if page.get_by_label("密码").count():
        page.get_by_label("密码").fill(PASSWORD)
        page.get_by_role("button", name="确认").click()
    secret = page.locator("form b").inner_text().replace(" ", "")
    page.get_by_label("验证码").fill(totp(secret))
    page.get_by_role("button", name="设好").click()
    page.get_by_role("link", name="收好了，继续").click()
    page.goto("/admin/")


def save(page):
    page.get_by_role("button", name=re.compile("^保存$")).click()


def step(page, name):
    """Follow the next step that the front page shows."""
    page.goto("/admin/")
    page.locator("#steps").get_by_role("link", name=name).click()


def looked_at(page, name, part="#content") -> list[str]:
    expect(page.locator(part)).to_be_visible()  # waits for the page to load
    page.wait_for_load_state()
    shoot(page, name)
    return [*too_wide(page, name), *violations(page, name, context=part)]


def test_a_committee_begins_without_a_shell(keeper, empty_house, browsers):
    page = browsers(empty_house, bypass_csp=True)  # axe sets inline styles on Django's form
    sign_in(page, keeper)
    wrong = [*looked_at(page, "begin-keeper"), *adds_a_neighbourhood(page), *calls_staff(page)]
    staff = browsers(empty_house, bypass_csp=True)
    sign_in(staff, "lin")
    wrong += looked_at(staff, "begin-staff")
    wrong += [*adds_a_building(staff), *imports_the_roster(staff), *prints_slips(staff)]
    assert wrong == []


def adds_a_neighbourhood(page) -> list[str]:
    page.goto("/admin/residents/building/add/")  # before its neighbourhood exists
    expect(page.get_by_text("还没有居民区可以选。")).to_be_visible()
    page.get_by_role("link", name="先加一个居民区").click()
    wrong = looked_at(page, "begin-neighbourhood")
    page.get_by_label("居民区").fill("逸仙二村三居")
    page.get_by_label("居委全名").fill("逸仙二村第三居民委员会")
    page.get_by_label("居委电话").fill("021-5555 0114")
    page.get_by_label("办公时间").fill("周一到周五 8:30–17:00")
    save(page)
    assert Neighbourhood.objects.get().name == "逸仙二村三居"
    return wrong


def calls_staff(page) -> list[str]:
    step(page, "请居委同志来")
    wrong = looked_at(page, "begin-account")
    page.get_by_label("登录名").fill("lin")
    page.get_by_label("称呼").fill("林老师")
    for name in ("password1", "password2"):
        page.locator(f"[name={name}]").fill(PASSWORD)
    save(page)
    page.goto("/admin/")
    expect(page.locator("#steps .done")).to_have_count(2)
    return [*wrong, *looked_at(page, "begin-keeper-done")]


def adds_a_building(staff) -> list[str]:
    staff.goto("/admin/residents/household/")
    expect(staff.get_by_text("这里还没有户。")).to_be_visible()
    wrong = looked_at(staff, "begin-empty-list")
    staff.get_by_role("link", name="先加楼").click()
    staff.get_by_label("门牌号").fill("114")
    staff.get_by_label("楼层数").fill("6")
    wrong += looked_at(staff, "begin-building")
    save(staff)
    assert Building.objects.get().slug == "114"
    return wrong


def imports_the_roster(staff) -> list[str]:
    staff.goto("/b/114/")
    wrong = looked_at(staff, "begin-home", "main")
    staff.get_by_role("link", name="先导入名册").click()
    staff.set_input_files("[name=file]", DATA / "roster-merged.xlsx")
    staff.get_by_role("button", name="先看看，不写入").click()
    staff.get_by_role("button", name="确认导入").click()
    expect(staff.get_by_text("新增21户。现在共有21户、60人。")).to_be_visible()
    assert count_people(Building.objects.get())["people"] == 60
    return wrong


def prints_slips(staff) -> list[str]:
    step(staff, "打印入户条")
    staff.get_by_role("button", name="做成可以打印的一页").click()
    expect(staff.locator(".slip")).to_have_count(21)
    expect(staff.get_by_text("不会用，打居委电话").first).to_contain_text("021-5555 0114")
    if SHOTS:
        staff.pdf(path=f"{SHOTS}/begin-slips.pdf")
    staff.goto("/admin/")
    expect(staff.locator("#steps")).to_have_count(0)
    return looked_at(staff, "begin-done")
