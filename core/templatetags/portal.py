"""Small parts of the look that templates cannot say themselves: symbols, page numbers, panels."""

from django import template
from django.templatetags.static import static
from django.utils.html import format_html

register = template.Library()

NOTE_STATES = {"success": "ok", "warning": "warn", "error": "bad", "debug": "muted"}


@register.simple_tag
def symbol(name):
    """The named drawing of static/symbols.svg; the word beside it carries the meaning."""
    address = f"{static('symbols.svg')}#{name}"
    return format_html(
        '<svg class="symbol" aria-hidden="true" focusable="false"><use href="{}"></use></svg>', address
    )


@register.filter
def note_state(level):
    """The state (ok, warn, bad, muted, info) in which a message of this level is shown."""
    return NOTE_STATES.get(level, "info")


@register.simple_tag
def page_numbers(page):
    return page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)


@register.simple_tag(takes_context=True)
def unfiltered(context, form):
    """The query without page and without what the filter form asks: such as the day, which a search must keep."""
    query = context["request"].GET.copy()
    asked = ("page", "export", *form.fields)
    for name in [key for key in query if key in asked or key.startswith(tuple(f"{field}_" for field in form.fields))]:
        del query[name]
    return query


@register.simple_block_tag
def panel(content, heading):
    return format_html('<section class="card-box"><h2>{}</h2>{}</section>', heading, content)
