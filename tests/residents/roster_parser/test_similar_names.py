"""Names that may be one person are asked about, others are not."""

from __future__ import annotations

import pytest

from residents.roster_parser.similar_names import may_be_same_party


@pytest.mark.parametrize(
    ("one", "other", "similar"),
    [
        ("王建国", "王建国", True),
        ("王建国", "王建国等", True),
        ("王建国、李梅", "李梅", True),
        ("王建国", "王健国", True),
        ("王先生", "王建国", True),
        ("老王", "王建国", True),
        ("小王", "老王", True),
        ("王某某", "王建国", True),
        ("李女士", "王建国", False),
        ("老王", "老李", False),
        ("王建国", "王健中", False),
        ("王建国", "李建国", True),
        ("王建", "王建国", True),
        ("张三", "李四", False),
        ("", "王建国", False),
        ("王总", "王建国", True),
        ("欧阳明", "欧阳", True),
    ],
)
def test_whether_two_may_be_one(one, other, similar):
    assert may_be_same_party(one, other) is similar
    assert may_be_same_party(other, one) is similar
