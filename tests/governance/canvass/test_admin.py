from __future__ import annotations

import pytest
from django.urls import reverse

from governance.canvass.actions.answering import answer_on_web
from governance.canvass.inputs import AnswerInput
from governance.canvass.models import Objection

pytestmark = pytest.mark.django_db


def test_the_desk_shows_a_canvass_and_how_it_is_counted(enter, staff, canvass):
    url = reverse("admin:canvass_canvass_change", args=[canvass.pk])
    page = enter("staff").get(url).content.decode()
    assert canvass.question in page
    assert "2/3" in page


def test_the_desk_counts_objections_without_naming_a_household(
    enter, staff, canvass, voice, resident
):
    answer_on_web(canvass, voice, AnswerInput(choice="object", reason="我家怕吵"), by=resident)
    page = enter("staff").get(reverse("admin:canvass_objection_changelist")).content.decode()
    assert canvass.question in page
    assert voice.label not in page
    detail = reverse("admin:canvass_objection_change", args=[Objection.objects.get().pk])
    assert "我家怕吵" not in enter("staff").get(detail).content.decode()
