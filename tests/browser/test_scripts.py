"""Unit tests of the scripts' modules, in a page with a test form."""

from __future__ import annotations

import pytest

FORM = """<form data-draft="note" action="/b/114/canvass/7/answer/?channel=slip#kept-3">
  <input type="hidden" name="once" value="1"><input type="hidden" name="version" value="v1">
  <label>题目<span class="meta">（可不填）</span><input name="title" value="旧题目"></label>
  <fieldset><legend>怎么说</legend>
    <label><input type="radio" name="choice" value="yes">同意</label>
    <label><input type="radio" name="choice" value="no">不同意</label></fieldset>
  <label for="who">谁</label><select name="who" id="who"><option value="">没有选</option><option value="1">王阿姨</option></select>
  <label>照片<input type="file" name="photo" data-needed-by="choice" data-needed-for="no" data-needed-error="要一张照片"></label>
  <label>说明<textarea name="why"></textarea></label>
  <button name="outcome" value="out">没人</button></form>"""


@pytest.fixture
def page(empty_house, browsers):
    page = browsers(empty_house)
    page.goto("/account/login/")
    page.evaluate("form => { document.querySelector('main').innerHTML = form; }", FORM)
    return page


def run(page, module: str, script: str):
    """Run ``script`` and return its result. ``it`` is the module, ``form`` the form, ``field`` its
    text area."""
    return page.evaluate(
        f"""async () => {{
            const it = await import("/static/js/{module}.js");
            const form = document.querySelector("form[data-draft]"), field = form.elements.why;
            {script}
        }}"""
    )


def marked(page, text: str, mark: str):
    """Return the text after ``mark``. The selection is between | and |."""
    start, end = text.index("|"), text.rindex("|") - 1
    return run(
        page,
        "text-edits",
        f"""field.value = {text.replace("|", "")!r};
            field.setSelectionRange({start}, {max(start, end)});
            it.{mark};
            const {{ value, selectionStart: from, selectionEnd: to }} = field;
            return `${{value.slice(0, from)}}|${{value.slice(from, to)}}|${{value.slice(to)}}`;""",
    )


def test_marks_are_made_and_taken_back(page):
    bold = "bold(field, '加粗')"
    assert marked(page, "周六|停水|", bold) == "周六|**停水**|"
    assert marked(page, "周六**|停水|**", bold) == "周六|停水|"
    assert marked(page, "周六||", bold) == "周六**|加粗|**"
    assert marked(page, "|一\n二|", "list(field)") == "|- 一\n- 二|"
    assert marked(page, "|- 一\n- 二|", "list(field)") == "|一\n二|"


def test_an_entry_holds_what_a_person_reads(page):
    typed = run(
        page,
        "kept-entry",
        """form.elements.choice.value = "no"; form.elements.who.value = "1"; field.value = "太贵";
           const entry = await it.entryOf(form, form.querySelector("button"));
           return [entry.typed, entry.said, new URL(entry.url).search, new URL(entry.url).hash];""",
    )
    texts = [["题目", "旧题目"], ["怎么说", "不同意"], ["谁", "王阿姨"], ["说明", "太贵"]]
    assert typed == [texts, "不同意", "?channel=slip", ""]


def test_what_an_answer_asks_for_is_said_before_it_is_sent(page):
    lacking = """form.elements.choice.value = "{}"; return it.lacking(form);"""
    assert run(page, "kept-form", lacking.format("yes")) == []
    assert run(page, "kept-form", lacking.format("no")) == ["要一张照片"]
    found = run(
        page,
        "kept-form",
        """it.sayErrors(form, ["一"]); it.sayErrors(form, ["二", "三"]);
           return [...form.querySelectorAll("[role=alert] p")].map((line) => line.textContent);""",
    )
    assert found == ["二", "三"]


def test_a_draft_knows_its_fields_by_name_and_what_the_server_said(page):
    fields = run(
        page,
        "draft-fields",
        """const before = it.serverSaid(form);
           form.elements.title.value = "新题目";
           const fields = [...form.elements].filter(it.kept);
           return [before === it.serverSaid(form), fields.map(it.nameOf), fields.some(it.touched),
                   it.isBlank(fields), it.besides(form, { title: "别的", why: "" })];""",
    )
    names = ["title", "choice=yes", "choice=no", "who", "why"]
    assert fields == [True, names, True, False, [["题目", "别的"]]]


def test_the_server_s_answer_to_a_file_says_what_to_do(page):
    outcomes = run(
        page,
        "ahead",
        """const of = (status, text = "") => it.outcomeOf({ status, text });
           return [of(200, "a".repeat(32)), of(200, "<html>"), of(-1), of(0), of(503), of(422), of(404)];""",
    )
    assert outcomes == ["kept", "other", "stopped", "unheard", "busy", "refused", "other"]
