"""Where the pages of imports are."""

from django.urls import path

from usher.console.imports import columns, trying, views

_IMPORT = "events/<slug:slug>/imports/<int:number>/"

urlpatterns = [
    path("events/<slug:slug>/imports/", views.imports, name="imports"),
    path(_IMPORT, trying.one_import, name="import"),
    path(_IMPORT + "columns/", columns.columns, name="import_columns"),
    path(_IMPORT + "dry-run/", trying.dry_run, name="import_dry_run"),
    path(_IMPORT + "rows.xlsx", trying.rows, name="import_rows"),
    path(_IMPORT + "application/", trying.application, name="apply_import"),
    path(_IMPORT + "undo/", views.undo, name="undo_import"),
    path(_IMPORT + "discard/", views.discard, name="discard_import"),
]
