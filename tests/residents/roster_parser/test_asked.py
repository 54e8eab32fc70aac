from __future__ import annotations

import pytest

from residents.roster_parser.asked import Asked, places_asked


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("1043号302室", [Asked("302", "1043")]),
        ("１０４３号 302室", [Asked("302", "1043")]),
        ("1043号3楼302", [Asked("302", "1043")]),
        ("1043-302", [Asked("302", "1043")]),
        ("1043 302", [Asked("302", "1043")]),
        ("1043 302室", [Asked("302", "1043")]),
        ("1043-03-0302", [Asked("0302", "1043")]),
        ("1200弄1043号302室", [Asked("302", "1043", "1200弄")]),
        ("1043号", [Asked("", "1043")]),
        ("1043号楼", [Asked("", "1043")]),
        ("1200弄1043号", [Asked("", "1043", "1200弄")]),
        ("302室", [Asked("302")]),
        ("101甲", [Asked("101甲")]),
        ("301-302", [Asked("302", "301"), Asked("301-302")]),
        ("114号亭子间", [Asked("亭子间", "114")]),
        ("王建国", []),
        ("", []),
        ("   ", []),
        ("13800138000", []),
    ],
)
def test_a_place_is_read_as_people_type_it(typed, found):
    assert places_asked(typed) == found
