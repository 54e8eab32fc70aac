from __future__ import annotations

import json

import pytest
from django.core.exceptions import ImproperlyConfigured

from louzu.lib.wechat.account import API, AUTHORIZE_URL, WeChatAccount, read_wechat_account
from louzu.lib.wechat.templates import MessageTemplate

LEAST = {
    "LOUZU_WECHAT_APPID": "wx0123456789abcdef",
    "LOUZU_WECHAT_SECRET": "secret",
    "LOUZU_WECHAT_TOKEN": "AAAAA",
}


def read(*, demo=False, **values):
    return read_wechat_account(LEAST | values, demo=demo)


def test_there_is_none_without_variables():
    assert read_wechat_account({}, demo=False) is None
    assert read_wechat_account({"LOUZU_WECHAT_APPID": " "}, demo=True) is None


def test_the_least_is_an_account_for_signing_in():
    account = read()
    assert account == WeChatAccount("wx0123456789abcdef", "secret", "AAAAA")
    assert (account.api, account.authorize_url) == (API, AUTHORIZE_URL)
    assert account.authorize_origin == "https://open.weixin.qq.com"


def test_secrets_are_not_printed():
    assert "secret" not in repr(read())
    assert "AAAAA" not in repr(read())


def test_the_key_of_safe_mode_is_read():
    key = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"
    account = read(LOUZU_WECHAT_AES_KEY=key)
    assert account.aes_key == key
    assert key not in repr(account)
    assert read().aes_key == ""


def test_a_stand_in_on_this_machine_asks_people_by_itself():
    account = read(demo=True, LOUZU_WECHAT_API="http://127.0.0.1:8130/")
    assert account.authorize_url == "http://127.0.0.1:8130/connect/oauth2/authorize"
    assert account.authorize_origin == "http://127.0.0.1:8130"


def test_the_file_that_wechat_looks_for_has_a_name_and_a_text():
    account = read(LOUZU_WECHAT_VERIFY="MP_verify_Ab12.txt=Ab12")
    assert (account.verification_file, account.verification_text) == ("MP_verify_Ab12.txt", "Ab12")


def test_templates_are_read_from_a_file(tmp_path):
    file = tmp_path / "templates.json"
    row = {"id": "TEMPLATE-1", "fields": {"thing1": "title"}}
    file.write_text(json.dumps({"*": row}))
    templates = read(LOUZU_WECHAT_TEMPLATES=str(file)).templates
    assert templates == {"*": MessageTemplate("TEMPLATE-1", {"thing1": "title"})}


@pytest.mark.parametrize(
    "values",
    [
        {"LOUZU_WECHAT_SECRET": ""},
        {"LOUZU_WECHAT_TOKEN": ""},
        {"LOUZU_WECHAT_APPID": "", "LOUZU_WECHAT_SECRET": ""},
        {**dict.fromkeys(LEAST, ""), "LOUZU_WECHAT_VERIFY": "MP_verify_Ab12.txt=Ab12"},
    ],
)
def test_half_a_configuration_is_refused_in_one_sentence(values):
    with pytest.raises(ImproperlyConfigured, match=r"^LOUZU_WECHAT_\w+.* is missing: .*\.$"):
        read(**values)


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"LOUZU_WECHAT_TOKEN": "a b"}, "LOUZU_WECHAT_TOKEN must be 3 to 32"),
        ({"LOUZU_WECHAT_AES_KEY": "a" * 42}, "LOUZU_WECHAT_AES_KEY must be 43"),
        ({"LOUZU_WECHAT_VERIFY": "MP_verify_Ab12.txt"}, "LOUZU_WECHAT_VERIFY is “MP_verify"),
        ({"LOUZU_WECHAT_TEMPLATES": "/nowhere.json"}, "/nowhere.json cannot be read as JSON"),
        ({"LOUZU_WECHAT_API": "http://api.weixin.qq.com"}, "write an https address"),
        ({"LOUZU_WECHAT_API": "https://["}, "write an https address"),
        ({"LOUZU_WECHAT_API": "api.weixin.qq.com"}, "write an https address"),
        ({"demo": True}, "LOUZU_WECHAT_APPID is set in the demo"),
    ],
)
def test_a_wrong_value_is_refused_in_one_sentence(values, sentence):
    with pytest.raises(ImproperlyConfigured, match=sentence):
        read(**values)


@pytest.mark.parametrize("text", ["[]", "{", '{"*": {}}'])
def test_a_wrong_file_of_templates_is_refused(tmp_path, text):
    file = tmp_path / "templates.json"
    file.write_text(text)
    with pytest.raises(ImproperlyConfigured, match=r"^LOUZU_WECHAT_TEMPLATES: .*\.$"):
        read(LOUZU_WECHAT_TEMPLATES=str(file))
