"""Addresses of imports."""

from django.urls import path

from intake.views import batch, templates, undo, upload

app_name = "intake"
urlpatterns = [
    path("", upload.ImportList.as_view(), name="import-list"),
    path("new/", upload.ImportUpload.as_view(), name="import-create"),
    path("templates/", templates.TemplateList.as_view(), name="template-list"),
    path("templates/<slug:key>/", templates.TemplateDownload.as_view(), name="template"),
    path("<int:pk>/", batch.ImportDetail.as_view(), name="import-detail"),
    path("<int:pk>/progress/", batch.ImportProgress.as_view(), name="import-progress"),
    path("<int:pk>/mend/", batch.ImportMend.as_view(), name="import-mend"),
    path("<int:pk>/recheck/", batch.ImportRecheck.as_view(), name="import-recheck"),
    path("<int:pk>/marked/", templates.ImportMarked.as_view(), name="import-marked"),
    path("<int:pk>/replace/", upload.ImportReplace.as_view(), name="import-replace"),
    path("<int:pk>/apply/", batch.ImportApply.as_view(), name="import-apply"),
    path("<int:pk>/undo/", undo.ImportUndo.as_view(), name="import-undo"),
]
