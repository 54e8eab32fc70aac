from __future__ import annotations

from django.urls import path

from governance.matters.views import (
    documents,
    kinds,
    milestones,
    pages,
    paper,
    promises,
    share_drafts,
    shares,
    stages,
    writing,
)

app_name = "matters"
urlpatterns = [
    path("", pages.listing, name="list"),
    path("begin/", writing.begin, name="begin"),
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
    path("<int:pk>/decline-step/", stages.decline_step, name="decline_step"),
    path("<int:pk>/go-back/", stages.go_back, name="go_back"),
    path("<int:pk>/drop/", stages.drop, name="drop"),
    path("<int:pk>/promises/new/", promises.make_promise, name="make_promise"),
    path("<int:pk>/promises/<int:promise>/words/", promises.word_promise, name="word_promise"),
    path("<int:pk>/promises/<int:promise>/keep/", promises.keep_promise, name="keep_promise"),
    path("<int:pk>/promises/<int:promise>/waive/", promises.waive_promise, name="waive_promise"),
    path("<int:pk>/promises/<int:promise>/reopen/", promises.reopen_promise, name="reopen_promise"),
    path("<int:pk>/kind/", kinds.choose_kind, name="choose_kind"),
    path("<int:pk>/kind/back/", kinds.take_kind_back, name="take_kind_back"),
    path("<int:pk>/milestones/", milestones.milestones, name="milestones"),
    path("<int:pk>/milestones/add/", milestones.add_milestone, name="add_milestone"),
    path(
        "<int:pk>/milestones/<int:milestone>/",
        milestones.change_milestone,
        name="change_milestone",
    ),
    path(
        "<int:pk>/milestones/<int:milestone>/reach/",
        milestones.reach_milestone,
        name="reach_milestone",
    ),
    path(
        "<int:pk>/milestones/<int:milestone>/reopen/",
        milestones.reopen_milestone,
        name="reopen_milestone",
    ),
    path(
        "<int:pk>/milestones/<int:milestone>/drop/",
        milestones.drop_milestone,
        name="drop_milestone",
    ),
    path(
        "<int:pk>/milestones/<int:milestone>/resume/",
        milestones.resume_milestone,
        name="resume_milestone",
    ),
    path("<int:pk>/documents/", documents.documents, name="documents"),
    path("<int:pk>/documents/add/", documents.add_document, name="add_document"),
    path("<int:pk>/documents/<int:document>/add/", documents.add_version, name="add_version"),
    path(
        "<int:pk>/documents/<int:document>/show/",
        documents.show_document_to,
        name="show_document_to",
    ),
    path(
        "<int:pk>/documents/<int:document>/give-up/",
        documents.give_document_up,
        name="give_document_up",
    ),
    path("<int:pk>/documents/<int:document>/want/", documents.want_document, name="want_document"),
    path(
        "<int:pk>/documents/<int:document>/versions/<int:version>/rely/",
        documents.rely_on_version,
        name="rely_on_version",
    ),
    path(
        "<int:pk>/documents/<int:document>/versions/<int:version>/remove/",
        documents.remove_version,
        name="remove_version",
    ),
    path(
        "<int:pk>/documents/<int:document>/files/<int:file>/<str:size>",
        documents.document_file,
        name="document_file",
    ),
    path("<int:pk>/poster/", paper.poster, name="poster"),
    path("<int:pk>/file/", paper.dossier, name="dossier"),
    path("<int:pk>/shares/", shares.shares, name="shares"),
    path("<int:pk>/shares/own/", shares.own_shares, name="own_shares"),
    path("<int:pk>/shares/draft/", share_drafts.draft_shares, name="draft_shares"),
    path("<int:pk>/shares/<int:number>/", shares.share_table, name="share_table"),
    path(
        "<int:pk>/shares/<int:number>/propose/", share_drafts.propose_shares, name="propose_shares"
    ),
    path(
        "<int:pk>/shares/<int:number>/discard/", share_drafts.discard_shares, name="discard_shares"
    ),
    path(
        "<int:pk>/shares/<int:number>/take-back/",
        share_drafts.take_back_shares,
        name="take_back_shares",
    ),
    path("<int:pk>/shares/<int:number>/print/", shares.printed_shares, name="printed_shares"),
    path("<int:pk>/shares/<int:number>/agreements/", shares.agreements, name="share_agreements"),
    path("<int:pk>/shares/<int:number>/shares.xlsx", shares.workbook, name="share_workbook"),
]
