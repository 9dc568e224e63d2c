"""Addresses of the application."""

app_name = "funding"
urlpatterns = []
