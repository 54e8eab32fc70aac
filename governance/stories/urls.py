from __future__ import annotations

from django.urls import path

from governance.stories.views import pages, public, steps, writing

app_name = "stories"
urlpatterns = [
    path("", pages.listing, name="list"),
    path("begin/", writing.begin, name="begin"),
    path("articles/<int:matter>/", steps.suggest_articles, name="suggest_articles"),
    path("<int:pk>/", pages.page, name="page"),
    path("<int:pk>/photos/<int:photo>/<str:size>", pages.photo, name="photo"),
    path("<int:pk>/edit/", writing.edit, name="edit"),
    path("<int:pk>/people/", writing.people_in_words, name="people_in_words"),
    path("<int:pk>/people/<int:photo>/", writing.people_on_photo, name="people_on_photo"),
    path("<int:pk>/people/<int:person>/answer/", steps.answer, name="answer"),
    path("<int:pk>/people/<int:person>/heard/", steps.record_answer, name="record_answer"),
    path("<int:pk>/pictures/<int:photo>/choose/", writing.choose_photo, name="choose_photo"),
    path("<int:pk>/pictures/<int:photo>/out/", writing.leave_photo_out, name="leave_photo_out"),
    path(
        "<int:pk>/pictures/<int:photo>/forward/",
        writing.move_photo_forward,
        name="move_photo_forward",
    ),
    path("<int:pk>/ask/", steps.ask, name="ask"),
    path("<int:pk>/rewrite/", steps.rewrite, name="rewrite"),
    path("<int:pk>/publish/", steps.publish, name="publish"),
    path("<int:pk>/withdraw/", steps.withdraw, name="withdraw"),
    path("<int:pk>/take-up/", steps.take_up, name="take_up"),
]
of_public = (
    [
        path("stories/", public.listing, name="list"),
        path("stories/<int:pk>/", public.page, name="page"),
        path("stories/<int:pk>/photos/<int:file>/<str:size>", public.photo, name="photo"),
    ],
    "public_stories",
)
