from __future__ import annotations

from django.urls import path

from governance.ledger.views import accounts, entries, papers

app_name = "ledger"
urlpatterns = [
    path("", accounts.board, name="board"),
    path("closed/", accounts.closed, name="closed"),
    path("mine/", accounts.mine, name="mine"),
    path("open/", accounts.open_account, name="open"),
    path("<int:pk>/", accounts.account, name="account"),
    path("<int:pk>/months/", accounts.months, name="months"),
    path("<int:pk>/flats/", accounts.flats, name="flats"),
    path("<int:pk>/not-counted/", accounts.not_counted, name="not_counted"),
    path("<int:pk>/edit/", accounts.edit, name="edit"),
    path("<int:pk>/close/", accounts.close, name="close"),
    path("<int:pk>/reopen/", accounts.reopen, name="reopen"),
    path("<int:pk>/enter/", entries.enter, name="enter"),
    path("<int:pk>/sheet/", papers.sheet, name="sheet"),
    path("<int:pk>/statement/", papers.statement, name="statement"),
    path("entries/<int:entry>/", entries.entry, name="entry"),
    path("entries/<int:entry>/confirm/", entries.confirm, name="confirm"),
    path("entries/<int:entry>/refuse/", entries.refuse, name="refuse"),
    path("entries/<int:entry>/withdraw/", entries.withdraw, name="withdraw"),
    path("entries/<int:entry>/reverse/", entries.reverse_entry, name="reverse"),
    path("entries/<int:entry>/vouchers/", entries.add_vouchers, name="add_vouchers"),
    path("entries/<int:entry>/files/<int:number>/<str:size>", entries.voucher, name="voucher"),
]
