"""Back office of posts and terms."""

from django.contrib import admin

from organizations.admin.ground import SpanAdmin
from organizations.models import Post, Term


@admin.register(Post)
class PostAdmin(SpanAdmin):
    list_display = ("name", "role", "organization", "source", "unit_position", "starts_on", "ends_on")
    list_filter = ("role", "source", "unit_position")
    list_select_related = ("organization",)
    raw_id_fields = ("organization",)
    search_fields = ("name",)


@admin.register(Term)
class TermAdmin(SpanAdmin):
    list_display = ("organization", "starts_on", "due_on", "extended_to", "ends_on")
    list_select_related = ("organization",)
    raw_id_fields = ("organization",)
