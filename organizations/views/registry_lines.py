"""Acts on lines of a registry list: each shows what will change before it is done."""

from django.urls import reverse

from core.views import RowAct, fetch_or_404
from organizations import forms
from organizations.forms import registry as line_forms
from organizations.models import Exclusion, RegistryLine, RegistryList, Unit
from organizations.registry import decisions
from organizations.registry.comparison import Section, candidates, found_unit, lines_of


def section_url(registry: RegistryList, section: Section) -> str:
    return f"{registry.get_absolute_url()}?section={section}"


class LineAct(RowAct):
    """An act on one line within the scope; leads back to the section from which it came."""

    model = RegistryLine
    related = ("list__area", "area", "unit")
    permission = "organizations.change_unit"
    section = Section.NEW

    @property
    def line(self) -> RegistryLine:
        return self.object

    def get_form_kwargs(self):
        return {}

    def get_back_url(self):
        return section_url(self.line.list, self.section)

    def act(self, form):
        self.do(form.cleaned_data)
        return self.line

    def success_url(self, obj):
        return self.get_back_url()


class UnitLineAct(LineAct):
    """An act on the unit a line is tied to; absent when there is none, or none within the scope."""

    def prepare(self, **kwargs):
        super().prepare(**kwargs)
        found = found_unit(self.line)
        self.unit = fetch_or_404(Unit.objects.within(self.scope), found.pk if found else None)

    def get_form_kwargs(self):
        return {"today": self.request.today}


class LineRegister(LineAct):
    form_class = forms.RegisterUnitForm
    permission = "organizations.add_unit"
    title = "登记为单位"

    def get_form_kwargs(self):
        initial = {
            "area": self.line.area,
            "from_day": self.request.today,
            "credit_code": self.line.credit_code or self.line.code_text,
        }
        return {"today": self.request.today, "instance": decisions.unit_from(self.line), "initial": initial}

    def act(self, form):
        data = form.cleaned_data
        unit = form.save(commit=False)
        decisions.register_line(
            self.line, unit, data["area"], data["from_day"], self.request.actor, in_base=data["in_base"]
        )
        return self.line


class LineClose(UnitLineAct):
    form_class = forms.ExitForm
    title = "注销或迁出"
    section = Section.GONE

    def do(self, data):
        given = (data["on"], data["reason"], data["document"])
        decisions.close_line(self.line, self.unit, *given, self.request.actor)


class LineRename(UnitLineAct):
    form_class = line_forms.RenameLineForm
    title = "更名"
    section = Section.RENAMED

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "initial": {"name": self.line.name}}

    def do(self, data):
        given = (data["name"], data["on"], data["document"])
        decisions.rename_line(self.line, self.unit, *given, self.request.actor)


class LineMove(UnitLineAct):
    form_class = forms.MoveForm
    title = "变更管理区域"
    section = Section.MOVED

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "initial": {"area": self.line.area}}

    def do(self, data):
        given = (data["area"], data["on"], data["document"])
        decisions.move_line(self.line, self.unit, *given, self.request.actor)


class LineSame(LineAct):
    form_class = line_forms.SameForm
    title = "确认同一家"
    section = Section.SUSPECT

    def get_form_kwargs(self):
        units = candidates(self.line)
        only = list(units.within(self.request.scope.granting(self.permission))[:2])
        return {"units": units, "initial": {"unit": only[0]} if len(only) == 1 else {}}

    def do(self, data):
        decisions.confirm_same(self.line, data["unit"], self.request.actor)


class ReasonAct(LineAct):
    form_class = line_forms.ReasonForm


class LineOther(ReasonAct):
    title = "不是同一家"
    section = Section.SUSPECT

    def do(self, data):
        decisions.reject_same(self.line, data["reason"], self.request.actor)


class LineKeep(ReasonAct):
    title = "维持不变"
    section = Section.RENAMED

    def do(self, data):
        decisions.keep_line(self.line, data["reason"], self.request.actor)


class LineExclude(ReasonAct):
    title = "不纳入"

    def do(self, data):
        decisions.exclude_lines([self.line], data["reason"], self.request.today, self.request.actor)


class ExclusionRevoke(RowAct):
    """Takes an exclusion back; leads to the list from which it came, else to all exclusions."""

    model = Exclusion
    form_class = line_forms.ReasonForm
    permission = "organizations.change_exclusion"
    title = "撤回不纳入"

    def get_form_kwargs(self):
        return {}

    def get_back_url(self):
        asked = self.request.GET.get("list", "")
        known = RegistryList.objects.within(self.scope).filter(pk=int(asked)) if asked.isdecimal() else ()
        return next(
            (section_url(one, Section.EXCLUDED) for one in known), reverse("organizations:exclusion-list")
        )

    def act(self, form):
        given = (form.cleaned_data["reason"], self.request.today)
        return decisions.take_back(self.object, *given, self.request.actor)

    def success_url(self, obj):
        return self.get_back_url()


class LinesAct(RowAct):
    """An act on several ticked lines of one list."""

    model = RegistryList
    sections: tuple[Section, ...] = (Section.NEW,)

    @property
    def registry(self) -> RegistryList:
        return self.object

    def ticked(self) -> list[int]:
        asked = self.request.GET.getlist("line") or self.request.POST.getlist("lines")
        return [int(text) for text in asked if text.isdecimal()]

    def get_form_kwargs(self):
        """Offer the ticked lines that are still open: what a colleague has decided since is left out."""
        lines = lines_of(self.registry, self.scope).filter(pk__in=self.ticked(), section__in=self.sections)
        chosen = list(lines.values_list("pk", flat=True))
        offered = RegistryLine.objects.filter(pk__in=chosen).select_related("area", "list__area")
        return {"lines": offered.order_by("pk"), "initial": {"lines": chosen}}

    def get_title(self):
        return f"{self.title}：{self.registry.file_name}"

    def get_back_url(self):
        return section_url(self.registry, self.sections[0])

    def success_url(self, obj):
        return self.get_back_url()


class LinesRegister(LinesAct):
    form_class = line_forms.RegisterLinesForm
    permission = "organizations.add_unit"
    title = "登记所选单位"

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "today": self.request.today}

    def act(self, form):
        data = form.cleaned_data
        given = (list(data["lines"]), data["area"], data["on"])
        decisions.register_lines(*given, self.request.actor, in_base=data["in_base"])
        return self.registry


class LinesExclude(LinesAct):
    form_class = line_forms.ExcludeLinesForm
    permission = "organizations.change_unit"
    sections = (Section.NEW, Section.SUSPECT, Section.FAULTY)
    title = "不纳入所选单位"

    def act(self, form):
        data = form.cleaned_data
        given = (list(data["lines"]), data["reason"], self.request.today)
        decisions.exclude_lines(*given, self.request.actor)
        return self.registry
