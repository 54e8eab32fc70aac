"""Checks of every desk page at the usual screen sizes."""

from __future__ import annotations

import io

import openpyxl
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from dev.shots import HORIZONTAL_OVERFLOW
from residents.models import Building, User
from tests.factories.roster import csv_of

FAULTS = r"""(narrow) => {
  const wrong = [];
  const called = (el) => {
    const said = (el.innerText || el.value || el.name || el.ariaLabel || "").trim();
    return `${el.tagName.toLowerCase()}.${el.className} “${said.slice(0, 20)}”`;
  };
  const clipped = (el) => {
    for (let at = el; at; at = at.parentElement) {
      const box = at.getBoundingClientRect();
      if (box.width <= 1 || box.height <= 1) return true;
    }
    return false;
  };
  const shown = (el) => el.checkVisibility() && !clipped(el);
  const PRESSED = `button, .button, summary, select, textarea, input:not([type=hidden]), .submit-row a,
    .object-tools a, .datetimeshortcuts a, .paginator a, #changelist-filter a, .breadcrumbs a, #user-tools a,
    td > a, th > a, caption > a, .related-widget-wrapper-link, .changes a, .actions a`;
  const reached = (el, down) => {
    el.scrollIntoView({block: "center"});
    const box = el.getBoundingClientRect();
    const at = document.elementFromPoint(box.x + Math.min(box.width / 2, 20), box.y + box.height / 2 + down);
    return at && (at === el || el.contains(at) || [...(el.labels ?? [])].some((label) => label.contains(at)));
  };
  for (const el of document.querySelectorAll(PRESSED)) {
    const highest = Math.max(...[el, ...(el.labels ?? [])].map((one) => one.getBoundingClientRect().height));
    if (shown(el) && highest < 43.5 && !(reached(el, -21) && reached(el, 21)))
      wrong.push(`${Math.round(highest)} px high: ${called(el)}`);
  }
  for (const el of document.querySelectorAll("#container :is(a, button, caption, h1, h2, h3, input, label, summary, th)"))
    if (getComputedStyle(el).textTransform === "uppercase") wrong.push(`capitals: ${called(el)}`);

  const crumbs = [...document.querySelectorAll(".breadcrumbs")].flatMap((one) => one.innerText.split("›"));
  const steps = crumbs.map((step) => step.trim());
  if (new Set(steps).size < steps.length) wrong.push(`a step twice: ${steps.join(" › ")}`);
  const ways = new Set([...document.querySelectorAll(".breadcrumbs a")].map((a) => a.href));
  for (const a of document.querySelectorAll("#content a"))
    if (a.innerText.startsWith("←") && ways.has(a.href)) wrong.push(`a way back beside the crumbs: ${called(a)}`);

  const CHANGES = "#content form[method=post]:not(#changelist-form, .undo, [data-goes-on])";
  for (const form of document.querySelectorAll(CHANGES))
    if (!form.querySelector("a.closelink")) wrong.push(`no way back: ${form.id || form.action}`);

  const WHOLE = /\d{4}年\d+月\d+日|\d+月\d+日|[\w*.\-]{2,20}|(?<=^|[、，。；：\s])[\u4e00-\u9fff]{1,4}(?=$|[、，。；：\s])/g;
  const texts = document.createTreeWalker(document.querySelector("#content") ?? document.body, NodeFilter.SHOW_TEXT);
  for (let text; narrow && (text = texts.nextNode()); ) {
    const cell = text.parentElement.closest("td, th");
    if (!cell || !shown(text.parentElement)) continue;
    for (const word of text.data.matchAll(WHOLE)) {
      const range = document.createRange();
      range.setStart(text, word.index);
      range.setEnd(text, word.index + word[0].length);
      const lines = new Set([...range.getClientRects()].filter((box) => box.width).map((box) => Math.round(box.top / 6)));
      if (lines.size > 1) wrong.push(`cut: ${word[0]} in ${called(cell)}`);
    }
  }
  for (const el of document.querySelectorAll("#container div, #container p, #container section, #container fieldset")) {
    const over = el.scrollWidth > el.clientWidth + 2 && getComputedStyle(el).overflowX !== "visible";
    if (over && shown(el) && (el.tabIndex < 0 || !el.ariaLabel)) wrong.push(`cut off at the right: ${called(el)}`);
  }
  return [...new Set(wrong)];
}"""


def desk_faults(page, path: str) -> list[str]:
    """Check the open page at the widths of a small laptop, a phone and the smallest phone."""
    wrong = []
    for width in (1280, 390, 320):
        page.set_viewport_size({"width": width, "height": 900})
        found = page.evaluate(FAULTS, width == 390) if width != 320 else []
        if width < 1000 and (over := page.evaluate(HORIZONTAL_OVERFLOW)) > 0:
            found.append(f"{over} px too wide")
        wrong += [f"{path} at {width} px: {one}" for one in found]
    return wrong


def bring_rosters() -> None:
    """Create imports in every state that has a page: parsed and imported, for one and for many
    buildings, with and without unreadable cells."""
    client = Client()
    client.force_login(User.objects.get(username="staff"))
    header = ["室号", "建筑面积", "业主", "联系人", "人数", "60岁以上", "手机", "身份证号", "备注"]
    good = [
        "101",
        "66",
        "欧阳娜娜、阿不都热依木·买买提",
        "张三",
        2,
        1,
        "13912345678、13712345678",
        "310101199001011234",
        "三楼转角",
    ]
    bad = ["1o1", "六十", "", "张三", "两个", 1, "1391234567", "", ""]
    for building, rows in zip(
        Building.objects.order_by("pk")[:2], ([good], [good, bad]), strict=True
    ):
        _upload(
            client,
            reverse("admin:residents_building_roster_upload", args=[building.pk]),
            csv_of(header, *rows),
        )
    many = reverse("admin:residents_building_many_upload")
    batch = _upload(client, many, _workbook(201, 202))
    shown = client.get(batch).context["form"]["shown"].value()
    progress = client.post(
        batch, {"shown": shown, "do": "confirm", "seen": "on", **_floors(client, batch)}
    ).headers["Location"]
    client.post(progress)
    _upload(client, many, _workbook(203, 204))


def _upload(client, url: str, content: bytes) -> str:
    neighbourhood = Building.objects.values_list("neighbourhood", flat=True)[0]
    file = SimpleUploadedFile("Roster of all 2026.csv", content)
    answer = client.post(
        url, {"file": file, "area_source": "register", "neighbourhood": neighbourhood}
    )
    return answer.headers["Location"]


def _floors(client, batch: str) -> dict[str, str]:
    form = client.get(batch).context["form"]
    return {f"floors_{part.entry.pk}": "7" for part, _out, _floors in form.rows}


def _workbook(*doors: int) -> bytes:
    book = openpyxl.Workbook()
    for door in doors:
        sheet = book.create_sheet(f"{door}号")
        sheet.append(["室号", "建筑面积", "业主", "人数", "60岁以上"])
        sheet.append(["101", 60, f"业主{door}", 2, 1])
        sheet.append(["合计", "", "", 3, 1])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
