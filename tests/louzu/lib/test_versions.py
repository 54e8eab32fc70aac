"""Somebody who saves over a newer text is told, and shown that text."""

from __future__ import annotations

import pytest

from louzu.lib.errors import Stale
from louzu.lib.versions import check_version, version_of


def test_a_version_changes_with_each_value_and_with_their_bounds():
    assert version_of("一", None, 2) == version_of("一", None, 2)
    several = [("一", "二"), ("一二",), ("一", "", "二"), ("二", "一"), ("一", "二", None), ()]
    assert len({version_of(*values) for values in several}) == len(several)
    assert len(version_of("长" * 9999)) == 16


def test_the_version_that_was_read_may_be_saved_over():
    check_version("v1", "v1", texts=["现在的"])
    check_version(None, "v1", texts=["现在的"])  # no form was shown


@pytest.mark.parametrize("read", ["v0", ""])
def test_another_version_is_refused_with_the_present_text(read):
    with pytest.raises(Stale, match="别人已经改过了") as stale:
        check_version(read, "v1", texts=("现在的", ""))
    assert (stale.value.version, stale.value.newest) == ("v1", ["现在的"])
