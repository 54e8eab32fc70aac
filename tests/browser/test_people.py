"""Transfer of the leader's office, withdrawal of a name, and deletion of a person."""

from __future__ import annotations

from playwright.sync_api import expect

TALK = "水表箱上的画，请孩子们再画一层楼"


def test_a_leader_is_handed_over(visit):
    leader, next_one = visit("leader"), visit("resident")
    leader.goto("/b/114/")
    leader.get_by_role("link", name="邻里之家", exact=True).click()
    leader.get_by_role("link", name="交接楼组长").click()
    expect(leader.get_by_role("heading", name="还没办完的事")).to_be_visible()
    leader.get_by_role("link", name="302室 王阿姨").click()
    expect(leader.get_by_text("李建国从今天起不再是楼组长")).to_be_visible()
    leader.get_by_role("button", name="确认交接").click()
    expect(leader.get_by_text("交接好了：从今天起，王阿姨是楼组长。")).to_be_visible()
    expect(leader.get_by_role("link", name="贴通知")).to_have_count(0)

    next_one.goto("/b/114/")
    expect(next_one.get_by_role("heading", name="接任以后，还没办完的")).to_be_visible()
    expect(next_one.get_by_role("link", name="楼道整洁怎么保持").first).to_be_visible()
    next_one.get_by_role("link", name="贴通知").click()
    expect(next_one.get_by_role("button", name="贴上公示栏")).to_be_visible()

    leader.goto("/b/114/people/past/")
    expect(leader.get_by_text("楼组长 李建国")).to_be_visible()


def test_a_name_that_is_withdrawn_is_gone_from_a_neighbours_page(visit):
    wang, neighbour = visit("resident"), visit("volunteer", size="desktop")
    neighbour.goto("/b/114/lounge/")
    expect(neighbour.locator("li", has_text=TALK)).to_contain_text("王阿姨 302室")

    wang.goto("/b/114/me/")
    wang.get_by_role("link", name="我的信息，谁能看到").click()
    wang.get_by_role("button", name="收回同意：称呼").click()
    expect(wang.get_by_text("收回了，从现在起就不再显示。")).to_be_visible()

    neighbour.reload()
    expect(neighbour.locator("li", has_text=TALK)).to_contain_text("一位邻居")
    expect(neighbour.locator("li", has_text=TALK)).not_to_contain_text("302室")
    expect(neighbour.get_by_text("王阿姨")).to_have_count(0)
    neighbour.goto("/b/114/people/")
    expect(neighbour.get_by_text("王阿姨")).to_have_count(0)


def test_a_number_is_looked_up_and_its_owner_sees_by_whom(visit):
    leader, wang = visit("leader"), visit("resident")
    leader.goto("/b/114/people/households/")
    expect(leader.get_by_text("100****0302")).to_be_visible()
    leader.get_by_role("link", name="显示王阿姨的号码").click()
    leader.get_by_text("急事").click()
    leader.get_by_role("button", name="显示号码").click()
    expect(leader.get_by_role("link", name="10000000302")).to_be_visible()
    leader.reload()
    expect(leader.get_by_role("link", name="10000000302")).to_have_count(0)

    wang.goto("/me/data/")
    looks = wang.locator("section", has=wang.get_by_role("heading", name="谁看过我的手机号"))
    expect(looks).to_contain_text("楼组长 李建国看了王阿姨的手机号（急事）")


def test_a_person_takes_their_data_and_is_forgotten(visit):
    wang, leader = visit("resident"), visit("leader")
    wang.goto("/me/data/")
    with wang.expect_download() as download:
        wang.get_by_role("link", name="下载网页").click()
    assert download.value.suggested_filename == "louzu.html"
    wang.get_by_role("link", name="删除我的个人信息").click()
    wang.get_by_role("button", name="删除，不能恢复").click()
    assert wang.url.endswith("/me/forget/")  # the browser requires the tick
    wang.get_by_label("我明白").check()
    wang.get_by_role("button", name="删除，不能恢复").click()
    expect(wang.get_by_text("您的个人信息已经删除了")).to_be_visible()
    wang.goto("/b/114/lounge/")
    expect(wang.get_by_role("heading", name="登录", exact=True)).to_be_visible()

    leader.goto("/b/114/lounge/")
    expect(leader.locator("li", has_text=TALK)).to_contain_text("一位前住户")
    for place in ("", "people/", "people/households/", "journal/", "lounge/"):
        leader.goto(f"/b/114/{place}")
        expect(leader.get_by_text("王阿姨")).to_have_count(0)
