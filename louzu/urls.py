"""Every address of the site."""

from __future__ import annotations

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.webauthn import views as passkeys
from django.conf import settings
from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.urls import include, path

from governance.meetings.urls import of_calendar
from louzu import styleguide
from residents import views
from residents.guard import before_second_factor
from residents.urls import mine
from residents.views import devices, joining, second_factor

of_joining = [
    path("", joining.start, name="start"),
    path("<slug:slug>/", joining.code, name="code"),
    path("<slug:slug>/household/", joining.household, name="household"),
    path("<slug:slug>/name/", joining.name, name="name"),
    path("<slug:slug>/phone/", joining.phone, name="phone"),
    path("<slug:slug>/key/", joining.key, name="key"),
    path("<slug:slug>/password/", joining.password, name="password"),
    path("<slug:slug>/pin/", joining.pin, name="pin"),
    path("<slug:slug>/passkey/", joining.passkey, name="passkey"),
]
# The names that begin with mfa_ are allauth's: it leads there by itself.
of_keys = [
    path("pin/", devices.pin, name="account_pin"),
    path("keys/", devices.keys, name="keys"),
    path("keys/devices/<int:pk>/forget/", devices.forget_device, name="device_forget"),
    path(
        "keys/passkeys/add/",
        before_second_factor("the first is set up here", while_none=True)(
            devices.with_a_key_at_hand(devices.AddPasskey.as_view())
        ),
        name="passkey_add",
    ),
    path(
        "keys/passkeys/<int:pk>/remove/",
        devices.with_a_key_at_hand(devices.RemovePasskey.as_view()),
        name="passkey_remove",
    ),
    path(
        "password/set/",
        devices.with_a_key_at_hand(account.password_set),
        name="account_set_password",
    ),
    path(
        "second/",
        before_second_factor("leads to it")(second_factor.second_factor),
        name="second_factor",
    ),
    path("second/show/", login_not_required(mfa.authenticate), name="mfa_authenticate"),
    path(
        "second/again/",
        before_second_factor("it is shown here")(mfa.reauthenticate),
        name="mfa_reauthenticate",
    ),
    path(
        "second/app/",
        before_second_factor("the first is set up here", while_none=True)(
            devices.with_a_key_at_hand(second_factor.ActivateTOTP.as_view())
        ),
        name="mfa_activate_totp",
    ),
    path(
        "second/app/remove/",
        devices.with_a_key_at_hand(second_factor.DeactivateTOTP.as_view()),
        name="mfa_deactivate_totp",
    ),
    path("second/codes/", second_factor.SpareCodes.as_view(), name="mfa_view_recovery_codes"),
    path(
        "second/codes/new/",
        second_factor.NewSpareCodes.as_view(),
        name="mfa_generate_recovery_codes",
    ),
    path("passkey/", login_not_required(passkeys.login_webauthn), name="mfa_login_webauthn"),
    path(
        "again/passkey/",
        before_second_factor("it is shown here")(passkeys.reauthenticate_webauthn),
        name="mfa_reauthenticate_webauthn",
    ),
]
of_phone_codes = [
    path(
        "code/", login_not_required(account.request_login_code), name="account_request_login_code"
    ),
    path("code/confirm/", account.confirm_login_code, name="account_confirm_login_code"),
]

urlpatterns = [
    path("", views.front, name="front"),
    path("preferences/", views.preferences, name="preferences"),
    path("privacy/", views.privacy, name="privacy"),
    path("shown/", views.shown_text, name="shown_text"),
    path("me/", include(mine)),
    path("", include((of_calendar, "calendar"))),
    path("account/login/", login_not_required(views.SignIn.as_view()), name="account_login"),
    path("account/logout/", login_not_required(views.SignOut.as_view()), name="account_logout"),
    path(
        "account/inactive/", login_not_required(account.account_inactive), name="account_inactive"
    ),
    path("account/password/", account.password_change, name="account_change_password"),
    path(
        "account/again/",
        before_second_factor("who sets up the first shows the password here")(
            account.reauthenticate
        ),
        name="account_reauthenticate",
    ),
    path("account/sessions/", include("allauth.usersessions.urls")),
    path("account/", include(of_keys)),
    path("join/", include((of_joining, "joining"))),
    path("admin/", admin.site.urls),
    path("b/<slug:slug>/", include("residents.urls")),
    path("b/<slug:slug>/", include("governance.urls")),
]
handler500 = "louzu.lib.views.answer_failure"
if settings.ACCOUNT_LOGIN_BY_CODE_ENABLED:
    urlpatterns.append(path("account/", include(of_phone_codes)))
if settings.DEBUG:
    urlpatterns.append(path("styleguide/", styleguide.page, name="styleguide"))
