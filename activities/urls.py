"""Addresses of the application."""

app_name = "activities"
urlpatterns = []
