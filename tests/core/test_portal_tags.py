"""The tags of the shared look."""

from django import forms
from django.core.paginator import Paginator
from django.template import engines
from django.templatetags.static import static
from django.test import RequestFactory

from core.templatetags import portal


class Choice(forms.Form):
    name = forms.CharField(required=False)
    opened = forms.DateField(required=False)


def rendered(template, **context):
    return engines["django"].from_string("{% load portal %}" + template).render(context)


def test_a_symbol_points_into_the_sprite_and_is_silent_to_readers():
    use = f'<use href="{static("symbols.svg")}#ok"></use>'
    assert portal.symbol("ok") == f'<svg class="symbol" aria-hidden="true" focusable="false">{use}</svg>'


def test_a_state_is_a_shape_a_word_and_a_colour():
    html = rendered("{% state 'bad' text %}", text="无覆盖<b>")
    assert html == f'<span class="state bad">{portal.symbol("bad")}无覆盖&lt;b&gt;</span>'


def test_levels_of_messages_become_states():
    levels = ("success", "info", "warning", "error", "debug")
    assert [portal.note_state(level) for level in levels] == ["ok", "info", "warn", "bad", "muted"]


def test_long_lists_leave_out_pages_in_the_middle():
    page = Paginator(range(200), 10).page(10)
    assert list(portal.page_numbers(page)) == [
        1,
        Paginator.ELLIPSIS,
        8,
        9,
        10,
        11,
        12,
        Paginator.ELLIPSIS,
        20,
    ]


def test_a_search_keeps_the_day_and_drops_what_it_asks_again():
    asked = {"name": "玻璃", "opened_min": "2017-01-01"}
    request = RequestFactory().get("/", {"on": "2017-06-30", "page": "3", **asked})
    assert portal.unfiltered({"request": request}, Choice()).dict() == {"on": "2017-06-30"}


def test_a_form_without_fields_keeps_everything_but_the_page():
    request = RequestFactory().get("/", {"on": "2017-06-30", "page": "3", "export": "xlsx"})
    assert portal.unfiltered({"request": request}, forms.Form()).dict() == {"on": "2017-06-30"}
