"""Where the ledger's pages are."""

from django.urls import path

from usher.console.ledger.corrections import correction
from usher.console.ledger.exports import as_csv, as_xlsx
from usher.console.ledger.views import entry, ledger, undo

urlpatterns = [
    path("events/<slug:slug>/ledger/", ledger, name="ledger"),
    path("events/<slug:slug>/ledger/entries.csv", as_csv, name="ledger_csv"),
    path("events/<slug:slug>/ledger/entries.xlsx", as_xlsx, name="ledger_xlsx"),
    path("events/<slug:slug>/ledger/correction/", correction, name="correction"),
    path("events/<slug:slug>/ledger/<int:seq>/", entry, name="entry"),
    path("events/<slug:slug>/ledger/<int:seq>/undo/", undo, name="undo_entry"),
]
