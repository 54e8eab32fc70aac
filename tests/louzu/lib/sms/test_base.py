from __future__ import annotations

import json

import pytest
from django.core.exceptions import ImproperlyConfigured

from louzu.lib.sms.base import SmsTemplates, read_templates, sms_provider


class OldProvider:
    def send(self, phone, text):
        """The interface up to 0.1."""


def test_a_class_with_the_former_interface_is_refused_in_one_sentence(settings):
    settings.SMS = f"{__name__}.OldProvider"
    with pytest.raises(ImproperlyConfigured, match=r"OldProvider\.send must take phone, purpose"):
        sms_provider()


@pytest.fixture
def file(tmp_path):
    file = tmp_path / "templates.json"
    templates = {"urgent": {"number": "SMS_1", "text": "${where}：${what}。${where}"}}
    file.write_text(json.dumps({"signature": "连心楼", "templates": templates}))
    return file


def test_the_variables_of_a_template_are_those_of_its_text(file):
    read = read_templates(str(file))
    assert read.signature == "连心楼"
    assert read.by_purpose["urgent"].variables == ["where", "what"]
    assert read.by_purpose["urgent"].fill({"where": "A", "what": "B"}) == "A：B。A"
    assert read_templates("") == SmsTemplates()


@pytest.mark.parametrize(("length", "pieces"), [(61, 1), (62, 2), (125, 2), (126, 3)])
def test_a_message_costs_as_many_pieces_as_it_has(file, length, pieces):
    """【连心楼】 and ：。 are seven characters."""
    assert (
        read_templates(str(file)).pieces("urgent", {"where": "A", "what": "x" * length}) == pieces
    )


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"signature": "x", "templates": {"a": "b"}}'], ids=range(4)
)
def test_a_wrong_file_is_named_in_one_sentence(tmp_path, text):
    file = tmp_path / "wrong.json"
    file.write_text(text)
    with pytest.raises(ImproperlyConfigured, match=r"wrong\.json must have a signature"):
        read_templates(str(file))


def test_a_missing_file_is_named_too(tmp_path):
    with pytest.raises(ImproperlyConfigured, match=r"missing\.json cannot be read"):
        read_templates(str(tmp_path / "missing.json"))
