"""Where the pages of imports are."""

from django.urls import path

from usher.console.imports import columns, one_import, views

_IMPORT = "events/<slug:slug>/imports/<int:number>/"

urlpatterns = [
    path("events/<slug:slug>/imports/", views.imports, name="imports"),
    path(_IMPORT, one_import.one_import, name="import"),
    path(_IMPORT + "columns/", columns.columns, name="import_columns"),
    path(_IMPORT + "dry-run/", one_import.dry_run, name="import_dry_run"),
    path(_IMPORT + "rows.xlsx", one_import.rows, name="import_rows"),
    path(_IMPORT + "application/", one_import.application, name="apply_import"),
    path(_IMPORT + "undo/", views.undo, name="undo_import"),
    path(_IMPORT + "discard/", views.discard, name="discard_import"),
]
