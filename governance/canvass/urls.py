from __future__ import annotations

from django.urls import path

from governance.canvass import views

app_name = "canvass"
urlpatterns = [
    path("", views.listing, name="list"),
    path("how/", views.how, name="how"),
    path("new/", views.draft, name="draft"),
    path("waiting/", views.waiting, name="waiting"),
    path("<int:pk>/", views.page, name="page"),
    path("<int:pk>/versions/", views.versions, name="versions"),
    path("<int:pk>/edit/", views.edit, name="edit"),
    path("<int:pk>/preview/", views.preview, name="preview"),
    path("<int:pk>/short-notice/", views.short_notice, name="short_notice"),
    path("<int:pk>/announce/", views.announce, name="announce"),
    path("<int:pk>/open/", views.open_, name="open"),
    path("<int:pk>/reword/", views.reword, name="reword"),
    path("<int:pk>/extend/", views.extend, name="extend"),
    path("<int:pk>/close/", views.close, name="close"),
    path("<int:pk>/count/", views.count, name="count"),
    path("<int:pk>/publish/", views.publish, name="publish"),
    path("<int:pk>/withdraw/", views.withdraw, name="withdraw"),
    path("<int:pk>/answer/", views.answer, name="answer"),
    path("<int:pk>/know/", views.know, name="know"),
    path("<int:pk>/ballot/", views.ballot, name="ballot"),
    path("<int:pk>/box/", views.box, name="box"),
    path("<int:pk>/round/", views.round_, name="round"),
    path("<int:pk>/share/", views.share, name="share"),
    path("<int:pk>/together/", views.together, name="together"),
    path("<int:pk>/slip/", views.slip, name="slip"),
    path("<int:pk>/doors/<int:number>/", views.voice, name="voice"),
    path("<int:pk>/doors/<int:number>/visit/", views.visit, name="visit"),
    path("<int:pk>/doors/<int:number>/answer/", views.bring, name="bring"),
    path("<int:pk>/answers/<int:answer>/check/", views.check, name="check"),
    path("<int:pk>/answers/<int:answer>/<str:which>", views.evidence, name="evidence"),
    path("<int:pk>/objections/<int:objection>/", views.objection, name="objection"),
    path("<int:pk>/sheet/", views.sheet, name="sheet"),
    path("<int:pk>/slips/", views.slips, name="slips"),
    path("<int:pk>/result/", views.result, name="result"),
    path("<int:pk>/record.<str:form>", views.record, name="record"),
]
