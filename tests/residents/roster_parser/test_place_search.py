from __future__ import annotations

import pytest

from residents.roster_parser.place_search import PlaceQuery, parse_place_query


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("1043号302室", [PlaceQuery("302", "1043")]),
        ("１０４３号 302室", [PlaceQuery("302", "1043")]),
        ("1043号3楼302", [PlaceQuery("302", "1043")]),
        ("1043-302", [PlaceQuery("302", "1043")]),
        ("1043 302", [PlaceQuery("302", "1043")]),
        ("1043 302室", [PlaceQuery("302", "1043")]),
        ("1043-03-0302", [PlaceQuery("0302", "1043")]),
        ("1200弄1043号302室", [PlaceQuery("302", "1043", "1200弄")]),
        ("1043号", [PlaceQuery("", "1043")]),
        ("1043号楼", [PlaceQuery("", "1043")]),
        ("1200弄1043号", [PlaceQuery("", "1043", "1200弄")]),
        ("302室", [PlaceQuery("302")]),
        ("101甲", [PlaceQuery("101甲")]),
        ("301-302", [PlaceQuery("302", "301"), PlaceQuery("301-302")]),
        ("114号亭子间", [PlaceQuery("亭子间", "114")]),
        ("王建国", []),
        ("", []),
        ("   ", []),
        ("13800138000", []),
    ],
)
def test_a_place_is_read_as_people_type_it(typed, found):
    assert parse_place_query(typed) == found
