from __future__ import annotations

from django.urls import path

from governance.lounge.views import joining, lists, moderation, posts, steps, threads

app_name = "lounge"
urlpatterns = [
    path("", lists.listing, name="list"),
    path("rules/", lists.house_rules, name="rules"),
    path("new/", threads.start, name="start"),
    path("moderation/", moderation.moderation, name="moderation"),
    path("pauses/<int:pause>/lift/", moderation.lift_pause, name="lift_pause"),
    path("<int:pk>/", threads.thread, name="thread"),
    path("<int:pk>/reply/", threads.reply, name="reply"),
    path("<int:pk>/read/", threads.mark_read, name="mark_read"),
    path("<int:pk>/calendar.ics", threads.calendar, name="calendar"),
    path("<int:pk>/meet/", steps.meet, name="meet"),
    path("<int:pk>/ask-again/", steps.ask_again, name="ask_again"),
    path("<int:pk>/call-off/", steps.call_off, name="call_off"),
    path("<int:pk>/settle/", steps.settle, name="settle"),
    path("<int:pk>/reopen/", steps.reopen, name="reopen"),
    path("<int:pk>/take-up/", steps.take_up, name="take_up"),
    path("<int:pk>/set-aside/", steps.postpone, name="postpone"),
    path("<int:pk>/lock/", steps.lock, name="lock"),
    path("<int:pk>/unlock/", steps.unlock, name="unlock"),
    path("<int:pk>/unmask/", steps.unmask, name="unmask"),
    path("<int:pk>/offer/", joining.offer, name="offer"),
    path("<int:pk>/offer/withdraw/", joining.withdraw_offer, name="withdraw_offer"),
    path("<int:pk>/attend/", joining.attend, name="attend"),
    path("<int:pk>/support/", joining.support, name="support"),
    path("<int:pk>/support/withdraw/", joining.unsupport, name="unsupport"),
    path("<int:pk>/follow/", joining.follow, name="follow"),
    path("<int:pk>/unfollow/", joining.unfollow, name="unfollow"),
    path("<int:pk>/wish/", joining.wish, name="wish"),
    path("<int:pk>/wish/drop/", joining.drop_wish, name="drop_wish"),
    path("<int:pk>/<int:number>/edit/", posts.edit, name="edit"),
    path("<int:pk>/<int:number>/versions/", posts.versions, name="versions"),
    path("<int:pk>/<int:number>/delete/", posts.delete, name="delete"),
    path("<int:pk>/<int:number>/report/", moderation.report, name="report"),
    path("<int:pk>/<int:number>/dismiss/", moderation.dismiss, name="dismiss"),
    path("<int:pk>/<int:number>/hide/", moderation.hide, name="hide"),
    path("<int:pk>/<int:number>/restore/", moderation.restore, name="restore"),
    path("<int:pk>/<int:number>/appeal/", moderation.appeal, name="appeal"),
    path("<int:pk>/<int:number>/decide/", moderation.decide, name="decide"),
    path("<int:pk>/<int:number>/pause/", moderation.pause, name="pause"),
    path(
        "<int:pk>/<int:number>/photos/<int:photo>/remove/", posts.remove_photo, name="remove_photo"
    ),
    path("<int:pk>/<int:number>/photos/<int:photo>/<str:size>", posts.photo, name="photo"),
]
