"""Each cell knows the header of its column, so that a phone can show its row as a block."""

from __future__ import annotations

from louzu.lib.stacked import stacked

HEAD = "<thead><tr><th>室号</th><th>什么</th><th>人 数</th></tr></thead>"


def table(*rows: str) -> str:
    return stacked(f"<table>{HEAD}<tbody>{''.join(rows)}</tbody></table>")


def test_cells_are_named_after_their_columns_and_keep_what_they_had():
    html = table('<tr class="x"><th scope="row">101</th><td class="y">业主</td><td>3</td></tr>')
    assert '<table role="table" data-stacked>' in html
    assert '<tr role="row" class="x">' in html
    assert '<th role="rowheader" data-label="室号" scope="row">101</th>' in html
    assert '<td role="cell" data-label="什么" class="y">业主</td>' in html
    assert '<td role="cell" data-label="人 数">3</td>' in html


def test_a_cell_that_spans_rows_takes_its_column_from_those_below():
    html = table(
        '<tr><th rowspan="2">101</th><td>业主</td><td>3</td></tr>',
        "<tr><td>电话</td><td>4</td></tr>",
        "<tr><th>102</th><td>面积</td><td>5</td></tr>",
    )
    assert '<tr role="row" data-continues><td role="cell" data-label="什么">电话</td>' in html
    assert '<th role="rowheader" data-label="室号">102</th>' in html
    assert html.count("data-continues") == 1


def test_cells_without_a_word_are_marked_and_those_with_a_control_are_not():
    html = table('<tr><th>101</th><td>–</td><td><input name="floors"></td></tr>')
    assert '<td role="cell" data-label="什么" data-empty>–</td>' in html
    assert '<td role="cell" data-label="人 数"><input name="floors"></td>' in html


def test_a_cell_over_several_columns_has_no_name():
    assert '<td role="cell" colspan="3">没有</td>' in table('<tr><td colspan="3">没有</td></tr>')


def test_the_name_of_a_column_stays_text():
    html = stacked(
        "<table><thead><tr><th>a &quot;b&quot; <b>c</b></th></tr></thead><tr><td>1</td></tr></table>"
    )
    assert 'data-label="a &quot;b&quot; c"' in html


def test_what_is_no_table_is_left_alone():
    assert stacked("<p>没有</p>") == "<p>没有</p>"
