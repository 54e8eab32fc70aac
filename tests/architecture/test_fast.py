"""What takes long is left out of ``make test-fast`` by what it is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.fast import is_slow


def test_what_needs_no_database_is_fast(request):
    assert not is_slow(request.node)


def test_what_needs_the_database_here_is_a_walk(request, db):
    assert is_slow(request.node)


@pytest.mark.django_db
def test_what_is_marked_for_the_database_here_is_a_walk(request):
    assert is_slow(request.node)


def test_what_commits_is_slow_wherever_it_stands(request):
    found = [item for item in request.session.items if "live_server" in item.fixturenames]
    assert [item.nodeid for item in found if not is_slow(item)] == []


def test_a_search_for_examples_is_slow(request):
    @given(st.integers())
    def searched(_number):
        """Never run."""

    item = pytest.Function.from_parent(request.node.parent, name="searched", callobj=searched)
    assert is_slow(item)
