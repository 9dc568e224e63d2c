"""Addresses of the application."""

app_name = "organizations"
urlpatterns = []
