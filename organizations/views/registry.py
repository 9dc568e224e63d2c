"""Pages of the comparison with the registries: lists, one list in sections, and the acts on its lines."""

from django.core.paginator import Paginator
from django.shortcuts import render
from django.urls import reverse

from core.exports import MAX_ROWS, export_sheet, log_export, workbook_response
from core.saving import Refused
from core.scoping import narrow_choices
from core.views import FormPage, ListPage, Page, fetch_or_404
from core.workbooks import WorkbookError
from organizations.conditions import area_name_on
from organizations.forms.registry import RegistryUploadForm
from organizations.jurisdiction import own_area
from organizations.models import RegistryList
from organizations.registry.comparison import Section, count_sections, gone_units, lines_of
from organizations.registry.filters import GoneFilter, LineFilter
from organizations.registry.lists import keep_list
from organizations.registry.telling import tell_lines, tell_units
from organizations.sheets import registry as tables

PAGE_SIZE = 50
SHOWN = tuple(section for section in Section if section != Section.SAME)
COMPARED = "已读取并比对，没有改动任何单位。"
ALREADY = "这个文件已经上传过，下面是原来的名单，已按今天的单位名录重新比对。"
SEVERAL = (Section.NEW, Section.FAULTY, Section.SUSPECT)
EMPTY = {
    Section.NEW: "名单中没有新出现的单位。",
    Section.GONE: "没有从名单中消失的单位。",
    Section.RENAMED: "没有名称不同的单位。",
    Section.MOVED: "没有管理区域不同的单位。",
    Section.SUSPECT: "没有需要确认的同名单位。",
    Section.FAULTY: "名单中没有需要核对的行。",
    Section.EXCLUDED: "没有已列为不纳入的单位。",
}
# What may be done in each section: label, address, permission.
REGISTER = ("登记为单位", "registryline-register", "organizations.add_unit")
EXCLUDE = ("不纳入", "registryline-exclude", "organizations.change_unit")
KEEP = ("维持不变", "registryline-keep", "organizations.change_unit")
ACTS = {
    Section.NEW: (REGISTER, EXCLUDE),
    Section.RENAMED: (("更名", "registryline-rename", "organizations.change_unit"), KEEP),
    Section.MOVED: (("变更管理区域", "registryline-move", "organizations.change_unit"), KEEP),
    Section.SUSPECT: (
        ("确认同一家", "registryline-same", "organizations.change_unit"),
        ("不是同一家", "registryline-other", "organizations.change_unit"),
        EXCLUDE,
    ),
    Section.FAULTY: (REGISTER, EXCLUDE),
    Section.GONE: (("注销或迁出", "registryline-close", "organizations.change_unit"), KEEP),
}


class RegistryLists(ListPage):
    sheet = tables.LISTS
    permission = "organizations.view_registrylist"
    subtitle = "把登记机关的名单与本系统逐家比对，找出新出现、已消失、更名和迁移的单位；不会自动改动单位。"

    def get_actions(self):
        upload = reverse("organizations:registry-create")
        return [
            *self.action(
                "不纳入记录", reverse("organizations:exclusion-list"), "organizations.view_exclusion"
            ),
            *self.action("上传名单", upload, "organizations.import_workbook", primary=True),
        ]


class ExclusionList(ListPage):
    sheet = tables.EXCLUSIONS
    permission = "organizations.view_exclusion"
    subtitle = "列为不纳入的单位，在以后的名单中不再要求处理；撤回后恢复。"

    def row_url(self, row):
        if row.revoked_on or not self.allows("organizations.change_exclusion"):
            return ""
        return reverse("organizations:exclusion-revoke", args=[row.pk])


class RegistryUpload(FormPage):
    form_class = RegistryUploadForm
    permission = "organizations.import_workbook"
    title = "上传登记名单"
    submit_label = "上传并比对"
    done_text = COMPARED

    def get_form_kwargs(self):
        return {"today": self.request.today}

    def get_back_url(self):
        return reverse("organizations:registry-list")

    def act(self, form):
        data, upload = form.cleaned_data, form.cleaned_data["file"]
        try:
            kept = keep_list(
                upload, upload.name, self.request.actor, source=data["source"],
                area=data["area"] or own_area(self.scope), listed_on=data["listed_on"],
                today=self.request.today,
            )  # fmt: skip
        except WorkbookError as error:
            raise Refused(str(error)) from error
        if not kept.is_new:
            self.done_text = ALREADY
        return kept.registry


class RegistryDetail(Page):
    """One list held against the units of today, a section at a time."""

    permission = "organizations.view_registrylist"

    def get(self, request, pk):
        self.registry = fetch_or_404(RegistryList.objects.within(self.scope).select_related("area"), pk)
        asked = request.GET.get("section", "")
        self.section = Section(asked) if asked in SHOWN else Section.NEW
        self.filter = self.get_filter()
        if request.GET.get("export") == "xlsx":
            return self.export()
        return render(request, "organizations/registry_detail.html", self.get_context())

    def get_filter(self):
        gone = self.section == Section.GONE
        rows = self.units() if gone else self.lines()
        kind = GoneFilter if gone else LineFilter
        filterset = kind(self.request.GET, queryset=rows.order_by("pk"), request=self.request)
        narrow_choices(filterset.form, self.scope)
        return filterset

    def units(self):
        return gone_units(self.registry, self.scope).annotate(area_name=area_name_on(self.scope.on))

    def lines(self):
        lines = lines_of(self.registry, self.scope).filter(section=self.section)
        return lines.select_related("area")

    def get_context(self) -> dict:
        counts = count_sections(self.registry, self.scope)
        paginator = Paginator(self.filter.qs, PAGE_SIZE)
        if not self.filter.form.changed_data:
            paginator.count = counts[self.section]
        page = paginator.get_page(self.request.GET.get("page"))
        return {
            "title": self.registry.file_name,
            "registry": self.registry,
            "same_count": counts[Section.SAME],
            "tabs": [self._tab(section, counts[section]) for section in SHOWN],
            "filter": self.filter,
            "rows": self.get_rows(list(page)),
            "page_obj": page,
            "total": page.paginator.count,
            "empty_text": EMPTY[self.section],
            "export_url": f"?{self._query(export='xlsx')}",
            "several": self.get_several(),
        }

    def _tab(self, section, count) -> dict:
        return {
            "label": section.label,
            "count": count,
            "url": f"?section={section}",
            "current": section == self.section,
        }

    def _query(self, **extra) -> str:
        query = self.request.GET.copy()
        query.pop("page", None)
        for name, value in extra.items():
            query[name] = value
        return query.urlencode()

    def get_rows(self, rows) -> list[dict]:
        if self.section == Section.GONE:
            told = tell_units(rows, self.registry, self.scope)
        else:
            told = tell_lines(rows, self.section, self.scope)
        return [self._row(one) for one in told]

    def _row(self, told) -> dict:
        line, unit = told.line, told.unit if told.within_reach else None
        gone = self.section == Section.GONE
        return {
            "pk": line.pk if line else "",
            "row": line.row if line else "",
            "name": str(unit if gone else line),
            "unit_url": unit.get_absolute_url() if unit else "",
            "code": line.code_text if line else unit.credit_code or "",
            "area": told.unit.area_name if gone else line.area or "未识别",
            "state": line.state_text if line else "",
            "bad_state": bool(line and line.is_gone),
            "address": line.address if line else unit.address,
            "notes": told.notes,
            "acts": self.get_acts(told),
        }

    def get_acts(self, told) -> list[dict]:
        """The acts of the section that this person holds; a unit out of reach offers none."""
        if not told.within_reach:
            return []
        if told.exclusion is not None:
            url = reverse("organizations:exclusion-revoke", args=[told.exclusion.pk])
            return self.action("撤回不纳入", f"{url}?list={self.registry.pk}", "organizations.change_unit")
        if told.line is None:
            url = reverse("organizations:unit-close", args=[told.unit.pk])
            return self.action("注销或迁出", url, "organizations.change_unit")
        acts = ACTS.get(self.section, ())
        if self.section == Section.NEW and told.unit is not None:
            acts = (EXCLUDE,)
        return [button for act in acts for button in self._line_act(told.line, *act)]

    def _line_act(self, line, label, name, permission):
        return self.action(label, reverse(f"organizations:{name}", args=[line.pk]), permission)

    def get_several(self) -> list[dict]:
        """Where the ticked lines of the page may go together."""
        if self.section not in SEVERAL:
            return []
        named = [("不纳入所选", "registry-exclude", "organizations.change_unit")]
        if self.section == Section.NEW:
            named.insert(0, ("登记所选", "registry-register", "organizations.add_unit"))
        pk = self.registry.pk
        return [
            b
            for label, name, p in named
            for b in self.action(label, reverse(f"organizations:{name}", args=[pk]), p)
        ]

    def export(self):
        table = tables.GONE if self.section == Section.GONE else tables.LINES
        rows = table.prepare(self.filter.qs, self.scope.on)
        count = rows.count()
        if count > MAX_ROWS:
            rows = rows[:MAX_ROWS]
        log_export(self.request.actor, table, min(count, MAX_ROWS), self.request.GET.urlencode())
        columns = table.columns_for(self.scope)
        title = f"{self.registry.file_name} {self.section.label}"
        sheet = export_sheet(table, rows, columns, f"{title}，截至 {self.scope.on.isoformat()}")
        return workbook_response([sheet], f"{title}.xlsx")
