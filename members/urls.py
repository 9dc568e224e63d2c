"""Addresses of the application."""

app_name = "members"
urlpatterns = []
