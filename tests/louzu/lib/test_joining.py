"""Names and parts of a line are joined in the reader's language."""

from __future__ import annotations

import pytest
from django.template import engines
from django.utils import translation

from louzu.lib.joining import bracketed, comma, listed, with_commas


def test_in_chinese_by_the_marks_of_chinese():
    assert listed(["楼组长 李建国", "志愿者 周强"]) == "楼组长 李建国、志愿者 周强"
    assert with_commas(["付清了", "同意了"]) == "付清了，同意了"
    assert (comma(), bracketed("302室")) == ("，", "（302室）")


@pytest.mark.parametrize(
    ("template", "rendered"),
    [
        ("{{ words|listed }}", "&lt;、2"),
        ("{{ words|with_commas }}", "&lt;，2"),
        ("{{ words.0|bracketed }}", "（&lt;）"),
        ("1{% comma %}2", "1，2"),
    ],
)
def test_templates_escape_what_they_join(template, rendered):
    with translation.override("zh-hans"):
        made = engines["django"].from_string(template)
        assert made.render({"words": ["<", 2]}) == rendered
