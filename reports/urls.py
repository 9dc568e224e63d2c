"""Addresses of the application."""

app_name = "reports"
urlpatterns = []
