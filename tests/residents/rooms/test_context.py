from __future__ import annotations

from residents.models import Building, Standing, User
from residents.rooms.context import PageContext


def test_a_query_is_asked_once_a_page_for_the_same_arguments():
    asked = []

    def query(building, *, most=1):
        asked.append((building, most))
        return len(asked)

    page = PageContext(Building(pk=1), Standing(), User(pk=1))
    answers = [page.once(query, 7), page.once(query, 7), page.once(query, 7, most=2)]
    assert (answers, asked) == ([1, 1, 2], [(7, 1), (7, 2)])
    assert PageContext(page.building, page.standing, page.user).once(query, 7) == 3
