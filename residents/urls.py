"""URLs of residents: signing in, joining, personal data, and the people of a building."""

from __future__ import annotations

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.webauthn import views as passkeys
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.urls import URLPattern, URLResolver, include, path

from residents.access.guard import without_second_factor
from residents.background import views as background
from residents.installation import views as installation
from residents.joining.views import homes, joining, slips
from residents.neighbours.views import me, text_preview
from residents.neighbours.views import my_data as mine_views
from residents.neighbours.views import offices as offices_views
from residents.neighbours.views import people as people_views
from residents.signin.views import devices, front, numbers, second_factor
from residents.signin.views import wechat as wechat_views

people = (
    [
        path("", people_views.neighbours, name="neighbours"),
        path("past/", people_views.past_offices, name="past_offices"),
        path("households/", people_views.households, name="households"),
        path("<int:pk>/phone/", people_views.phone, name="phone"),
        path("offices/", offices_views.appoint, name="appoint"),
    ],
    "people",
)
offices = ([path("<int:pk>/end/", offices_views.end_office, name="end")], "offices")
mine = (
    [
        path("data/", mine_views.data, name="data"),
        path("data.json", mine_views.data_json, name="data_json"),
        path("data.html", mine_views.data_html, name="data_html"),
        path("files/", mine_views.keep_file, name="keep_file"),
        path("files/<slug:token>/", mine_views.kept_file, name="kept_file"),
        path("profile/", mine_views.profile, name="profile"),
        path("phone/", numbers.number, name="number"),
        path("phone/code/", numbers.number_code, name="number_code"),
        path("consents/<str:kind>/", mine_views.consent, name="consent"),
        path("forget/", mine_views.forget, name="forget"),
        path("jobs/<int:pk>/", background.long_job, name="long_job"),
        path("jobs/<int:pk>/cancel/", background.cancel, name="cancel_long_job"),
    ],
    "mine",
)
"""Personal pages outside buildings, which also former residents can use."""

of_slips = [
    path("", slips.listing, name="list"),
    path("new/", slips.choose, name="choose"),
    path("<int:pk>/revoke/", slips.revoke, name="revoke"),
    path("joinings/<int:joining>/undo/", slips.undo, name="undo"),
]
of_homes = [
    path("<int:pk>/", homes.home, name="home"),
    path("<int:pk>/invite/", homes.invite, name="invite"),
    path("members/<int:member>/new-key/", homes.new_key, name="new_key"),
    path("members/<int:member>/answering/", homes.answering, name="answering"),
    path("members/<int:member>/move-out/", homes.move_out, name="move_out"),
    path("enroll/", homes.enroll, name="enroll"),
    path("enroll/done/", homes.enrolled, name="enrolled"),
]
in_building: list[URLPattern | URLResolver] = [
    path("me/", me.me, name="me"),
    path("me/leave/", mine_views.leave, name="leave"),
    path("people/", include(people)),
    path("people/offices/", include(offices)),
    path("welcome/", me.welcome, name="welcome"),
    path("people/slips/", include((of_slips, "slips"))),
    path("people/homes/", include((of_homes, "homes"))),
]

joining_pages = [
    path("", joining.start, name="start"),
    path("<slug:slug>/", joining.code, name="code"),
    path("<slug:slug>/household/", joining.household, name="household"),
    path("<slug:slug>/owner/", joining.owner, name="owner"),
    path("<slug:slug>/name/", joining.name, name="name"),
    path("<slug:slug>/phone/", joining.phone, name="phone"),
    path("<slug:slug>/key/", joining.key, name="key"),
    path("<slug:slug>/password/", joining.password, name="password"),
    path("<slug:slug>/pin/", joining.pin, name="pin"),
    path("<slug:slug>/passkey/", joining.passkey, name="passkey"),
]
# Names that begin with ``mfa_`` or ``account_`` are those that allauth redirects to.
keys_and_factors = [
    path("pin/", devices.pin, name="account_pin"),
    path("keys/", devices.keys, name="keys"),
    path("keys/devices/<int:pk>/forget/", devices.forget_device, name="device_forget"),
    path(
        "keys/passkeys/add/",
        without_second_factor("the first is set up here", while_none=True)(
            devices.requires_recent_sign_in(devices.AddPasskey.as_view())
        ),
        name="passkey_add",
    ),
    path(
        "keys/passkeys/<int:pk>/remove/",
        devices.requires_recent_sign_in(devices.RemovePasskey.as_view()),
        name="passkey_remove",
    ),
    path(
        "password/set/",
        devices.requires_recent_sign_in(account.password_set),
        name="account_set_password",
    ),
    path(
        "second/",
        without_second_factor("leads to it")(second_factor.second_factor),
        name="second_factor",
    ),
    path("second/show/", login_not_required(mfa.authenticate), name="mfa_authenticate"),
    path(
        "second/again/",
        without_second_factor("it is shown here")(mfa.reauthenticate),
        name="mfa_reauthenticate",
    ),
    path(
        "second/app/",
        without_second_factor("the first is set up here", while_none=True)(
            devices.requires_recent_sign_in(second_factor.ActivateTOTP.as_view())
        ),
        name="mfa_activate_totp",
    ),
    path(
        "second/app/remove/",
        devices.requires_recent_sign_in(second_factor.DeactivateTOTP.as_view()),
        name="mfa_deactivate_totp",
    ),
    path(
        "second/codes/", second_factor.ViewRecoveryCodes.as_view(), name="mfa_view_recovery_codes"
    ),
    path(
        "second/codes/new/",
        second_factor.GenerateRecoveryCodes.as_view(),
        name="mfa_generate_recovery_codes",
    ),
    path("passkey/", login_not_required(passkeys.login_webauthn), name="mfa_login_webauthn"),
    path(
        "again/passkey/",
        without_second_factor("it is shown here")(passkeys.reauthenticate_webauthn),
        name="mfa_reauthenticate_webauthn",
    ),
]
# ``weixin_callback`` is the name that allauth's provider redirects to.
of_wechat = [
    path("", wechat_views.wechat, name="wechat"),
    path("sign-in/", wechat_views.sign_in, name="wechat_sign_in"),
    path("unbind/", wechat_views.unbind, name="wechat_unbind"),
    path("callback/", wechat_views.callback, name="weixin_callback"),
]
phone_codes = [
    path(
        "code/", login_not_required(account.request_login_code), name="account_request_login_code"
    ),
    path("code/confirm/", account.confirm_login_code, name="account_confirm_login_code"),
]

urlpatterns = [
    path("", front.front, name="front"),
    path("preferences/", me.preferences, name="preferences"),
    path("sw.js", installation.service_worker, name="service_worker"),
    path("offline/", installation.offline, name="offline"),
    path("privacy/", mine_views.privacy, name="privacy"),
    path("shown/", text_preview.shown_text, name="shown_text"),
    path("me/", include(mine)),
    path(
        "account/login/",
        login_not_required(wechat_views.may_lead_to_wechat(front.SignIn.as_view())),
        name="account_login",
    ),
    path("account/logout/", login_not_required(front.SignOut.as_view()), name="account_logout"),
    path(
        "account/inactive/", login_not_required(account.account_inactive), name="account_inactive"
    ),
    path("account/password/", account.password_change, name="account_change_password"),
    path(
        "account/again/",
        without_second_factor("who sets up the first shows the password here")(
            account.reauthenticate
        ),
        name="account_reauthenticate",
    ),
    path("account/sessions/", front.SignedInDevices.as_view(), name="usersessions_list"),
    path("account/", include(keys_and_factors)),
    path("account/wechat/", include(of_wechat)),
    path("wechat/events/", wechat_views.events, name="wechat_events"),
    path(
        "MP_verify_<slug:token>.txt",
        wechat_views.verification_file,
        name="wechat_verification_file",
    ),
    path("join/", include((joining_pages, "joining"))),
    path("b/<slug:slug>/", include(in_building)),
]
if settings.ACCOUNT_LOGIN_BY_CODE_ENABLED:
    urlpatterns.append(path("account/", include(phone_codes)))
