"""Small parts of the look that templates cannot say themselves: symbols, states, pages, kept queries."""

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


@register.simple_tag
def state(kind, text):
    """A state (ok, warn, bad, muted, info) as shape, word and colour."""
    return format_html('<span class="state {}">{}{}</span>', kind, symbol(kind), text)


@register.filter
def note_state(level):
    """The state (ok, warn, bad, muted, info) in which a message of this level is shown."""
    return NOTE_STATES.get(level, "info")


@register.simple_tag
def page_numbers(page):
    return page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)


@register.simple_tag(takes_context=True)
def unfiltered(context, form):
    """The query without its page and without what the form asks: a search must keep the day."""
    query = context["request"].GET.copy()
    for name in [key for key in query if _is_asked(key, form.fields)]:
        del query[name]
    return query


@register.simple_tag
def filter_fields(filterset):
    """The fields of a filter in two parts; what its `folded` names is open where something is asked there."""
    folded = getattr(filterset, "folded", ())
    fields = list(filterset.form)
    return {
        "front": [field for field in fields if field.name not in folded],
        "more": [field for field in fields if field.name in folded],
        "open": bool(set(folded) & set(filterset.form.changed_data)),
    }


def _is_asked(key, fields):
    parts = tuple(f"{name}_" for name in fields)
    return key in ("page", "export") or key in fields or key.startswith(parts)
