"""Every address has a tab, or is named as having none."""

from __future__ import annotations

from residents.rooms.tabs import tabs
from tests.architecture.site import EVERYWHERE, INSIDE

WITHOUT_TAB = {
    "arrive",
    "front",
    "paper_text",
    "paper_text_file",
    "preferences",
    "offline",
    "privacy",
    "public_stories",
    "service_worker",
    "shown_text",
    "joining",
    "unsubscribe",
    "usersessions_list",
    "keys",
    "device_forget",
    "passkey_add",
    "passkey_remove",
    "second_factor",
    "account_login",
    "account_logout",
    "account_inactive",
    "account_change_password",
    "account_set_password",
    "account_reauthenticate",
    "account_pin",
    "account_request_login_code",
    "account_confirm_login_code",
    "mfa_authenticate",
    "mfa_reauthenticate",
    "mfa_activate_totp",
    "mfa_deactivate_totp",
    "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes",
    "mfa_login_webauthn",
    "mfa_reauthenticate_webauthn",
    "wechat",
    "wechat_events",
    "wechat_sign_in",
    "wechat_unbind",
    "wechat_verification_file",
    "weixin_callback",
}
"""Addresses outside buildings, which draw no tabs."""


def rooms(found) -> set[str]:
    return {address.name.rpartition(":")[0] or address.name for address in found}


def test_every_address_has_a_tab_or_is_named_as_having_none():
    of_rooms = {name for name in tabs() if ":" not in name}
    assert rooms(EVERYWHERE) == of_rooms | WITHOUT_TAB
    assert not of_rooms & WITHOUT_TAB


def test_a_page_with_a_tab_of_its_own_exists_and_its_room_has_another():
    of_pages = {name: tab for name, tab in tabs().items() if ":" in name}
    assert of_pages.keys() <= {address.name for address in EVERYWHERE}
    for name, tab in of_pages.items():
        assert tab != tabs()[name.partition(":")[0]]


def test_every_address_of_a_building_has_a_tab():
    assert rooms(INSIDE) <= tabs().keys()
