"""Form pages: what was typed stays, a second post does nothing, a faster colleague is shown."""

from django import forms
from django.contrib import messages
from django.db import IntegrityError
from django.shortcuts import redirect, render

from core import posts
from core.audit import HIDDEN
from core.forms import speak_plainly
from core.saving import Conflict, Refused, add, change
from core.scoping import narrow_choices
from core.sheets import NO, YES, cell_text
from core.views.pages import OfRow, Page

USED_KEY = "这张表已提交过，内容又有改动。请从列表重新打开后再修改。"
CONTRADICTED = "刚才有人保存了与此矛盾的内容，本次没有保存。请刷新页面核对后再提交。"


class FormPage(Page):
    """A page with one form. `act(form)` does the deed and returns the object it leads to."""

    form_class: type
    template_name = "core/form.html"
    submit_label = "保存"
    done_text = "已保存。"
    back_url = ""

    def get_form(self, data=None, files=None):
        form = self.form_class(data, files, **self.get_form_kwargs())
        narrow_choices(form, self.scope)
        speak_plainly(form)
        return form

    def get_form_kwargs(self) -> dict:
        return {}

    def act(self, form):
        raise NotImplementedError

    def get(self, request, *args, **kwargs):
        return self.show(self.get_form())

    def post(self, request, *args, **kwargs):
        """Answer a form that was answered before as then: judged anew, it would contradict what it made."""
        form = self.get_form(request.POST, request.FILES)
        self.key = request.POST.get(posts.FIELD, "")[:64] or posts.new_key()
        self.digest = posts.digest_of(request.POST, request.FILES)
        try:
            location = posts.earlier_answer(request.user, self.key, self.digest)
        except posts.OtherContent:
            return self.refuse(form, USED_KEY)
        return self.lead_on(location) if location else self.judge(form)

    def judge(self, form):
        if not form.is_valid():
            return self.show(form, status=422)
        warnings = getattr(form, "warnings", [])
        if warnings and not self.request.POST.get("_confirm"):
            return self.show(form, warnings=warnings)
        return self.answer(form)

    def answer(self, form):
        """Act once for this key, then lead on; a conflict or reused key is shown with what was typed."""
        try:
            location = posts.once(self.request.user, self.key, self.digest, lambda: self.done(form))
        except posts.OtherContent:
            return self.refuse(form, USED_KEY)
        except Conflict as conflict:
            return self.show_conflict(form, conflict.current)
        except Refused as refusal:
            return self.refuse(form, str(refusal))
        except IntegrityError:
            return self.refuse(form, CONTRADICTED)
        return self.lead_on(location)

    def refuse(self, form, sentence: str):
        form.add_error(None, sentence)
        return self.show(form, status=422)

    def lead_on(self, location: str):
        messages.success(self.request, self.done_text)
        return redirect(location)

    def done(self, form) -> str:
        return self.success_url(self.act(form))

    def success_url(self, obj) -> str:
        return obj.get_absolute_url()

    def show_conflict(self, form, current):
        rows = [
            {
                "label": form[name].label,
                "mine": in_words(form.cleaned_data[name], form.fields[name]),
                "theirs": self.theirs(current, name, form),
            }
            for name in form.changed_data
        ]
        context = {
            **self.get_context(form),
            "current": current,
            "conflicts": rows,
            "version": current.version,
        }
        return render(self.request, "core/conflict.html", context, status=409)

    def theirs(self, current, name, form) -> str:
        """What is stored, in words; of what the form never shows, only that it is hidden."""
        if name in getattr(form, "never_shown", ()):
            return HIDDEN
        return in_words(getattr(current, name, None), form.fields[name])

    def show(self, form, warnings=(), status=200):
        return render(self.request, self.template_name, self.get_context(form, warnings), status=status)

    def get_context(self, form, warnings=()) -> dict:
        return {
            "title": self.get_title(),
            "subtitle": self.subtitle,
            "form": form,
            "fieldsets": bound_fieldsets(form),
            "submit_label": self.submit_label,
            "back_url": self.get_back_url(),
            "post_key": posts.new_key(),
            "version": self.get_version(),
            "warnings": list(warnings),
        }

    def get_back_url(self) -> str:
        return str(self.back_url)

    def get_version(self):
        return ""


class CreatePage(FormPage):
    """A form that makes a new row."""

    def act(self, form):
        return add(form.save(commit=False), self.request.actor)


class EditPage(OfRow, FormPage):
    """A form over a known row within the scope, guarded by its version."""

    def get_form_kwargs(self):
        return {"instance": self.object}

    def get_title(self):
        return self.title or f"修改{self.model._meta.verbose_name}"

    def get_version(self):
        return self.request.POST.get("_version") or getattr(self.object, "version", "")

    def posted_version(self) -> int | None:
        text = self.request.POST.get("_version", "")
        return int(text) if text.isdecimal() else None

    def act(self, form):
        return change(form.save(commit=False), self.request.actor, version=self.posted_version())


def in_words(value, field: forms.Field) -> str:
    """Return a value of a form as people read it: labels of choices, names of rows, 是 and 否."""
    if hasattr(value, "all"):
        return "、".join(map(str, value.all()))
    if isinstance(field, forms.ChoiceField) and not isinstance(field, forms.ModelChoiceField):
        value = "" if value in (None, "") else dict(field.choices).get(value, value)
    if isinstance(value, bool):
        return YES if value else NO
    return cell_text(value)


def bound_fieldsets(form) -> list[dict]:
    """Return the fields in the groups of `form.fieldsets` (the admin's own shape), else in one group."""
    shape = getattr(form, "fieldsets", None) or ((None, {"fields": tuple(form.fields)}),)
    return [
        {
            "heading": heading or "",
            "description": options.get("description", ""),
            "fields": [form[name] for name in options["fields"] if name in form.fields],
        }
        for heading, options in shape
    ]
