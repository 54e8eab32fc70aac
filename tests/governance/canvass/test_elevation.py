from __future__ import annotations

import re
from collections import Counter
from html.parser import HTMLParser

import pytest
from django.template.loader import render_to_string
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from governance.canvass.elevation import CELL, HEIGHT, LOOKS, ElevationCell, elevation_of
from tests.architecture.site import ROOT

STAIRWELL = [
    ElevationCell(f"{floor}0{n}", floor, "agree")
    for floor, flats in {1: 3, 2: 3, 3: 3, 4: 4, 5: 4, 6: 4}.items()
    for n in range(1, flats + 1)
]
CELLS = st.lists(
    st.builds(
        ElevationCell,
        st.text(
            st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=8
        ),
        st.integers(1, 33),
        st.sampled_from([*LOOKS]),
    ),
    max_size=40,
)


class Reader(HTMLParser):
    """Collects the flats of the drawing and of the table, and all tags."""

    def __init__(self, html):
        super().__init__()
        self.open, self.tags, self.drawn, self.listed = [], [], [], []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in {"rect", "path", "polygon", "br"}:
            self.open.append((tag, dict(attrs)))
        if tag == "g" and "lounge" not in dict(attrs)["class"]:
            self.drawn.append([])
        if tag == "tr" and ("tbody", {}) in self.open:
            self.listed.append([])

    def handle_endtag(self, tag):
        if self.open and self.open[-1][0] == tag:
            self.open.pop()

    def handle_data(self, data):
        found = data.strip()
        if found and self.open and self.open[-1][0] == "text" and self.open[-2][0] == "g":
            if "lounge" not in self.open[-2][1]["class"]:
                self.drawn[-1].append(found)
        elif found and ("tbody", {}) in self.open:
            self.listed[-1].append(found)


def drawn(elevation, title="各户的答复"):
    return render_to_string("components/elevation.html", {"elevation": elevation, "title": title})


def rooms(row):
    return [cell and cell.flat for cell in row.cells]


def corners(elevation):
    return [
        tuple(map(int, spot.at.split()))
        for piece in elevation.pieces
        for spot in piece.flats + piece.lounges
    ]


def test_the_stairwell_of_the_seed_with_its_lounge():
    elevation = elevation_of(reversed(STAIRWELL), floors=6, lounge_floor=3)
    assert [row.floor for row in elevation.rows] == [6, 5, 4, 3, 2, 1]
    assert rooms(elevation.rows[0]) == ["601", "602", "603", "604"]
    assert (rooms(elevation.rows[3]), elevation.rows[3].lounge) == (["301", "302", "303", None], 3)
    assert [row.lounge for row in elevation.rows] == [None, None, None, 3, None, None]
    assert len(set(corners(elevation))) == 22


def test_a_missing_flat_leaves_its_place_empty():
    elevation = elevation_of([c for c in STAIRWELL if c.flat != "502"], floors=6)
    assert rooms(elevation.rows[1]) == ["501", None, "503", "504"]


def test_numbers_that_do_not_name_the_floor_stand_in_their_order():
    cells = [ElevationCell(str(n), (n + 1) // 2, "told") for n in range(1, 21)]
    elevation = elevation_of(cells)
    assert [rooms(row) for row in elevation.rows[:2]] == [["19", "20"], ["17", "18"]]


@pytest.mark.parametrize(
    ("labels", "row"),
    [
        (["1201", "1203", "1205"], ["1201", "1203", "1205"]),
        (["1210", "1209", "1201"], ["1201", "1209", "1210"]),
        (["12B", "12A"], ["12A", "12B"]),
        (["1202室", "1201室"], ["1201室", "1202室"]),
        (["东", "东"], ["东", "东"]),
    ],
)
def test_one_floor_alone(labels, row):
    elevation = elevation_of([ElevationCell(label, 12, "told") for label in labels], floors=12)
    assert rooms(elevation.rows[0]) == row
    assert [rooms(below) for below in elevation.rows[1:]] == [[None] * len(row)] * 11


def test_the_lounge_takes_a_place_of_its_own_where_its_floor_is_full():
    elevation = elevation_of(STAIRWELL, floors=6, lounge_floor=5)
    assert (elevation.columns, elevation.rows[1].lounge, elevation.wide) == (5, 4, True)


def test_a_building_without_flats_still_stands():
    elevation = elevation_of([], floors=2, lounge_floor=1)
    assert [(row.floor, row.lounge) for row in elevation.rows] == [(2, None), (1, 0)]
    assert [
        tag for tag, _attrs in Reader(drawn(elevation)).tags if tag in {"svg", "ul", "table"}
    ] == ["svg"]


def test_a_flat_above_the_top_floor_makes_the_building_higher():
    assert [
        row.floor for row in elevation_of([ElevationCell("阁楼", 3, "told")], floors=2).rows
    ] == [
        3,
        2,
        1,
    ]


@pytest.mark.parametrize(("floors", "pieces"), [(1, [1]), (17, [17]), (18, [9, 9]), (33, [17, 16])])
def test_no_piece_is_higher_than_a_sheet_of_paper(floors, pieces):
    elevation = elevation_of([], floors=floors)
    assert [len(piece.rows) for piece in elevation.pieces] == pieces
    assert [p.roofed for p in elevation.pieces] == [True] + [False] * (len(pieces) - 1)
    assert [p.grounded for p in elevation.pieces] == [False] * (len(pieces) - 1) + [True]


def test_rooms_with_a_name_take_what_is_free_and_the_others_stay_above_each_other():
    named = [ElevationCell(room, 1, "agree") for room in ("底商1", "-101", "101甲")]
    elevation = elevation_of([cell for cell in STAIRWELL if cell.flat != "101"] + named)
    columns = {
        cell.flat: column for row in elevation.rows for column, cell in enumerate(row.cells) if cell
    }
    assert [columns[f"{floor}02"] for floor in range(1, 7)] == [1] * 6
    assert sorted(columns[cell.flat] for cell in named) == [0, 3, 4]


@settings(max_examples=50)
@given(CELLS, st.integers(1, 33), st.none() | st.integers(1, 33))
def test_every_flat_is_once_in_the_picture_and_once_in_the_table(cells, floors, lounge):
    elevation = elevation_of(cells, floors=floors, lounge_floor=lounge)
    page = Reader(drawn(elevation))
    words = Counter((cell.flat, cell.word) for cell in cells)
    assert Counter(map(tuple, page.drawn)) == words
    assert Counter((flat, word) for _floor, flat, word in page.listed) == words
    assert page.listed == [[str(c.floor), c.flat, c.word] for c in elevation.cells]
    floors_read = [int(floor) for floor, *_ in page.listed]
    assert floors_read == sorted(floors_read, reverse=True)


@given(CELLS, st.none() | st.integers(1, 33))
def test_nothing_lies_on_another_or_outside(cells, lounge):
    elevation = elevation_of(cells, lounge_floor=lounge)
    for piece in elevation.pieces:
        spots = [tuple(map(int, s.at.split())) for s in piece.flats + piece.lounges]
        assert len(set(spots)) == len(spots)
        for x, y in spots:
            assert 0 <= x <= piece.width - CELL
            assert piece.top <= y <= piece.top + piece.wall - HEIGHT


def test_what_a_flat_is_called_is_only_text():
    cells = [ElevationCell("<b>1</b>", 1, "told", note='"><script>x</script>')]
    html = drawn(elevation_of(cells), title="<i>题</i>")
    assert re.findall(r"<(?:b|i|script)\b", html) == []
    assert html.count("&lt;b&gt;1&lt;/b&gt;") == 2
    assert "&lt;script&gt;" in html


def test_a_state_is_a_word_and_a_pattern_of_its_own():
    css = (ROOT / "static/css/components/elevation.css").read_text()
    dashed = [code for code in LOOKS if f".is-{code} .band" in css or f".is-{code} rect" in css]
    assert len({str(look.word) for look in LOOKS.values()}) == len(LOOKS)
    bands = Counter((look.band, code if code in dashed else "") for code, look in LOOKS.items())
    assert set(bands.values()) == {1}


def test_the_legend_counts_the_states_that_occur():
    cells = [
        ElevationCell("101", 1, "told"),
        ElevationCell("102", 1, "agree"),
        ElevationCell("201", 2, "told"),
    ]
    assert [(code, n) for code, _look, n in elevation_of(cells).legend] == [
        ("agree", 1),
        ("told", 2),
    ]


def test_the_picture_leads_to_the_table_and_keeps_to_the_policy():
    page = Reader(drawn(elevation_of(STAIRWELL, floors=6)))
    pictures = [attrs for tag, attrs in page.tags if tag == "svg" and "elevation" in attrs["class"]]
    assert [p["role"] for p in pictures] == ["img"]
    assert not any("style" in attrs for _tag, attrs in page.tags)
    assert "从6楼到1楼。图下面的表格里写着同样的内容" in drawn(elevation_of(STAIRWELL, floors=6))


def test_a_wide_picture_can_be_scrolled_from_the_keyboard():
    wide = elevation_of([ElevationCell(f"10{n}", 1, "told") for n in range(1, 6)])
    for picture in (wide, elevation_of(STAIRWELL)):  # the narrow one scrolls in large type
        assert 'tabindex="0"' in drawn(picture)


def test_a_note_stands_in_the_table():
    html = drawn(elevation_of([ElevationCell("101", 1, "told", note="和102是一位业主")]))
    assert html.count("和102是一位业主") == 1


def test_long_words_and_labels_are_pressed_into_their_cell():
    html = drawn(
        elevation_of([ElevationCell("二楼亭子间", 2, "told"), ElevationCell("201", 2, "told")])
    )
    assert html.count("textLength") == 1
    with translation.override("en"):
        text, answered = (
            drawn(elevation_of([ElevationCell("101", 1, c)])) for c in ("told", "answered")
        )
    assert (text.count("textLength"), answered.count("textLength")) == (0, 1)


def test_an_unknown_state_is_an_error():
    with pytest.raises(KeyError):
        drawn(elevation_of([ElevationCell("101", 1, "asleep")]))
