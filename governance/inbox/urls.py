from __future__ import annotations

from django.urls import path

from governance.inbox.views import (
    arriving,
    committee_robots,
    deliveries,
    inbox,
    push,
    robots,
    share,
    sms,
    unsubscribing,
    ways,
)

app_name = "inbox"
urlpatterns = [
    path("", inbox.inbox, name="inbox"),
    path("read/", inbox.read_all, name="read_all"),
    path("robots/", robots.listing, name="robots"),
    path("robots/add/", robots.add, name="add_robot"),
    path("robots/<int:pk>/remove/", robots.remove, name="remove_robot"),
    path("share/<str:label>/<int:pk>/", share.share, name="share"),
    path("share/<str:label>/<int:pk>/card.png", share.picture, name="picture"),
    path("share/<str:label>/<int:pk>/wechat.json", share.wechat_card, name="wechat_card"),
]
of_ways = [
    path("me/news/read/", inbox.read_page, name="read_news"),
    path("me/ways/", ways.listing, name="list"),
    path("me/ways/email/", ways.email, name="email"),
    path("me/ways/email/code/", ways.email_code, name="email_code"),
    path("me/ways/push/", push.push, name="push"),
    path("me/ways/push/renewed/", push.renewed, name="push_renewed"),
    path("me/ways/wechat/", ways.wechat, name="wechat"),
    path("me/ways/sms/", sms.sms, name="sms"),
    path("me/ways/hours/", ways.hours, name="hours"),
    path("me/ways/<int:pk>/", ways.change, name="change"),
    path("me/ways/<int:pk>/stop/", ways.stop, name="stop"),
]
of_deliveries = [
    path("deliveries/", deliveries.listing, name="list"),
    path("deliveries/<int:pk>/again/", deliveries.again, name="again"),
    path("deliveries/<slug:channel>/resume/", deliveries.resume, name="resume"),
]
of_committee_robots = [
    path("neighbourhoods/<int:pk>/robots/", committee_robots.listing, name="list"),
    path("neighbourhoods/<int:pk>/robots/add/", committee_robots.add, name="add"),
    path(
        "neighbourhoods/<int:pk>/robots/<int:robot>/remove/",
        committee_robots.remove,
        name="remove",
    ),
]
of_messages = [
    path("u/<str:token>/", unsubscribing.end, name="unsubscribe"),
    path("o/<slug:slug>/<str:label>/<int:pk>/<str:mac>/", arriving.arrive, name="arrive"),
]
