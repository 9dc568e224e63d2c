"""Forms of the planner: area and day; then the draft of the groups, kept in the form until it is applied."""

import re
from dataclasses import dataclass, field

from django import forms

from core.forms import DayField, check_not_future
from members.planner_data import Limits, names_in_use
from organizations.forms.acts import DayForm
from organizations.models import Area, Organization, Unit

NUMBERED = re.compile(r"^(unit|name|accept)-(\d{1,9})$")
MOST_UNITS, MOST_GROUPS = 400, 99
NOT_GROUPED = "不编入"


class ChooseForm(DayForm):
    area = forms.ModelChoiceField(Area.objects.leaves(), label="管理区域")
    on = DayField(label="日期", help_text="按这一天的情况编组，也是新建联合党支部的成立日期。")

    field_order = ("area", "on")


@dataclass
class Team:
    """One group of the draft: the units that bear its number."""

    number: int
    units: list[Unit] = field(default_factory=list)

    @property
    def members(self) -> int:
        return sum(unit.heads or 0 for unit in self.units)

    @property
    def trades(self) -> set[str]:
        return {unit.industry.strip() for unit in self.units}

    @property
    def trade(self) -> str:
        """The trade of all its units; "" when they differ or nobody has recorded it."""
        return self.trades.pop() if len(self.trades) == 1 else ""

    @property
    def trade_words(self) -> str:
        return self.trade or ("不同行业" if any(self.trades) else "行业未登记")

    def advice(self, limits: Limits) -> list[str]:
        """What the rules introduce with 一般: it asks to be confirmed, and refuses nothing."""
        told = []
        if self.members < limits.enough:
            told.append(f"第{self.number}组正式党员共{self.members}名，少于{limits.enough}名（条例第四条）。")
        if len(self.units) > limits.most:
            told.append(
                f"第{self.number}组共{len(self.units)}家单位，超过一般上限{limits.most}家（条例第五条）。"
            )
        return told

    def contradictions(self) -> list[str]:
        told = []
        if len(self.units) < 2:
            told.append(f"第{self.number}组只有{len(self.units)}家单位，联合党支部至少由两家单位组成。")
        if len({unit.place for unit in self.units}) > 1:
            told.append(f"第{self.number}组的单位分属不同管理区域，请移到同一区域的组。")
        return told


@dataclass(frozen=True)
class Draft:
    """Which unit stands in which group (0: in none), how the groups are called, which are accepted."""

    numbers: dict[int, int]
    names: dict[int, str]
    accepted: frozenset[int] = frozenset()

    @classmethod
    def posted(cls, data) -> "Draft":
        found = {"unit": {}, "name": {}, "accept": {}}
        for key, text in data.items():
            match = NUMBERED.match(key)
            if match:
                found[match[1]][int(match[2])] = text
        numbers = {unit: _group_number(text) for unit, text in list(found["unit"].items())[:MOST_UNITS]}
        return cls(numbers, found["name"], frozenset(found["accept"]))

    def teams(self, units: list[Unit]) -> list[Team]:
        found: dict[int, Team] = {}
        for unit in units:
            number = self.numbers[unit.pk]
            if number:
                found.setdefault(number, Team(number)).units.append(unit)
        return [found[number] for number in sorted(found)]


def _group_number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 3 else 0


class PlanForm(forms.Form):
    """The draft of a plan: a number for each unit, a name and a tick for each group, one approval."""

    area = forms.ModelChoiceField(Area.objects.leaves(), widget=forms.HiddenInput)
    on = DayField(widget=forms.HiddenInput)
    superior = forms.ModelChoiceField(Organization.objects.all(), label="上级党组织", required=False)
    approval_number = forms.CharField(label="批复文号", max_length=60, required=False)
    approved_on = DayField(label="批复日期", required=False)
    approved_by = forms.CharField(label="批复机关", max_length=120, required=False)

    fieldsets = (
        (
            "批复（所选各组共用）",
            {"fields": ("superior", "approval_number", "approved_on", "approved_by")},
        ),
    )

    def __init__(self, *args, today, limits, draft, units, chosen, **kwargs):
        super().__init__(*args, **kwargs)
        self.today, self.limits, self.units, self.draft = today, limits, units, draft
        self.warnings: list[str] = []
        self.teams = draft.teams(units)
        self.initial |= chosen
        self._add_units()
        for team in self.teams:
            self._add_team(team)

    def _add_units(self):
        used = [team.number for team in self.teams]
        new = max(used, default=0) + 1
        choices = [(0, NOT_GROUPED), *((n, f"第{n}组") for n in used), (new, f"第{new}组（新）")]
        for unit in self.units:
            self.fields[f"unit-{unit.pk}"] = forms.IntegerField(
                label=f"{unit}的组",
                min_value=0,
                max_value=MOST_GROUPS,
                required=False,
                initial=self.draft.numbers[unit.pk],
                widget=forms.Select(
                    choices=choices, attrs={"class": "form-select", "aria-label": f"{unit}编入"}
                ),
            )

    def _add_team(self, team: Team):
        number = team.number
        accepted = number in self.draft.accepted
        self.fields[f"accept-{number}"] = forms.BooleanField(
            label=f"采纳第{number}组", required=False, initial=accepted
        )
        self.fields[f"name-{number}"] = forms.CharField(
            label="联合党支部名称",
            max_length=120,
            required=number in self.draft.names,  # a group made by this very post has no name yet
            initial=self.draft.names.get(number, ""),
            error_messages={"required": f"请填写第{number}组联合党支部的名称。"},
        )

    @property
    def accepted_teams(self) -> list[Team]:
        return [team for team in self.teams if self.cleaned_data.get(f"accept-{team.number}")]

    def name_of(self, team: Team) -> str:
        return self.cleaned_data.get(f"name-{team.number}", "")

    def clean(self):
        cleaned = super().clean()
        check_not_future(self, ("on", "approved_on"), self.today)
        accepted = self.accepted_teams
        if not accepted:
            self.add_error(None, "请至少勾选一组“采纳”。")
        for team in accepted:
            self.warnings += team.advice(self.limits)
            for sentence in team.contradictions():
                self.add_error(None, sentence)
        if cleaned.get("on"):
            self._check_names(accepted, cleaned["on"])
        return cleaned

    def _check_names(self, accepted: list[Team], day):
        names = [self.name_of(team) for team in accepted]
        known = names_in_use(names, day)
        for team, name in zip(accepted, names, strict=True):
            place = f"name-{team.number}"
            if name in known:
                self.add_error(place, f"已有党组织叫“{name}”，请换一个名称。")
            if name and names.count(name) > 1:
                self.add_error(place, f"本次有几个组都叫“{name}”，请换一个名称。")
