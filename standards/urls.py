"""Addresses of the application."""

app_name = "standards"
urlpatterns = []
