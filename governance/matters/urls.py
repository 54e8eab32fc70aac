from __future__ import annotations

from django.urls import path

from governance.matters.views import pages, promises, stages, writing

app_name = "matters"
urlpatterns = [
    path("", pages.listing, name="list"),
    path("begin/", writing.begin, name="begin"),
    path("begin-from/", writing.begin_from, name="begin_from"),
    path("<int:pk>/", pages.page, name="page"),
    path("<int:pk>/timeline/", pages.timeline, name="timeline"),
    path("<int:pk>/follow/", pages.follow, name="follow"),
    path("<int:pk>/unfollow/", pages.unfollow, name="unfollow"),
    path("<int:pk>/edit/", writing.edit, name="edit"),
    path("<int:pk>/photos/<int:photo>/remove/", writing.remove_photo, name="remove_photo"),
    path("<int:pk>/photos/<int:photo>/<str:size>", pages.photo, name="photo"),
    path("<int:pk>/tie/", writing.tie, name="tie"),
    path("<int:pk>/untie/", writing.untie, name="untie"),
    path("<int:pk>/tie-again/", writing.tie_again, name="tie_again"),
    path("<int:pk>/go-on/", stages.go_on, name="go_on"),
    path("<int:pk>/go-back/", stages.go_back, name="go_back"),
    path("<int:pk>/drop/", stages.drop, name="drop"),
    path("<int:pk>/promises/new/", promises.make_promise, name="make_promise"),
    path("<int:pk>/promises/<int:promise>/words/", promises.word_promise, name="word_promise"),
    path("<int:pk>/promises/<int:promise>/keep/", promises.keep_promise, name="keep_promise"),
    path("<int:pk>/promises/<int:promise>/waive/", promises.waive_promise, name="waive_promise"),
    path("<int:pk>/promises/<int:promise>/reopen/", promises.reopen_promise, name="reopen_promise"),
]
