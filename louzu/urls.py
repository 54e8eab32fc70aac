"""Every address of the site."""

from __future__ import annotations

from allauth.account import views as account
from django.conf import settings
from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.urls import include, path

from louzu import styleguide
from residents import views
from residents.urls import mine

urlpatterns = [
    path("", views.front, name="front"),
    path("preferences/", views.preferences, name="preferences"),
    path("privacy/", views.privacy, name="privacy"),
    path("me/", include(mine)),
    path("account/login/", login_not_required(views.SignIn.as_view()), name="account_login"),
    path("account/logout/", login_not_required(account.logout), name="account_logout"),
    path(
        "account/inactive/", login_not_required(account.account_inactive), name="account_inactive"
    ),
    path("account/password/", account.password_change, name="account_change_password"),
    path("account/again/", account.reauthenticate, name="account_reauthenticate"),
    path("account/sessions/", include("allauth.usersessions.urls")),
    path("admin/", admin.site.urls),
    path("b/<slug:slug>/", include("residents.urls")),
    path("b/<slug:slug>/", include("governance.urls")),
]
if settings.DEBUG:
    urlpatterns.append(path("styleguide/", styleguide.page, name="styleguide"))
