"""The page that plans joint branches: choose area and day, judge the proposal, move units, apply."""

from collections import Counter
from urllib.parse import urlencode

from django.shortcuts import render
from django.urls import reverse

from core.forms import speak_plainly
from core.scoping import narrow_choices
from core.views import ActPage
from members.planner_data import as_candidate, candidates_of, described, limits_on, names_for
from members.planner_forms import ChooseForm, Draft, PlanForm
from organizations import uniting
from organizations.choices import Formation, OrganizationType
from organizations.models import Area, Organization, Unit
from organizations.planning import LeftOverReason, plan, unfit

SHOWN_GROUPS, SHOWN_SINGLES = 20, 100
NO_RULE = "这一天没有生效的联合党支部规则，请先在后台“分期规则”登记。"


class Planner(ActPage):
    """Groups units with few members into joint branches; nothing is stored before it is applied.

    A long plan is worked through from the top: the page holds so many groups, the rest follows when these are
    applied. The draft is the form itself.
    """

    form_class = PlanForm
    permission = "organizations.add_organization"
    title = "联合党支部规划"
    template_name = "members/planner.html"
    proposal = None

    def get(self, request):
        asked = {"on": request.today.isoformat()} | request.GET.dict()
        choose = self.chosen(asked if "area" in asked else None)
        if not choose.is_bound or not self.take(choose):
            return self.ask(choose)
        self.propose()
        return self.show(self.get_form())

    def post(self, request):
        choose = self.chosen(request.POST)
        if not self.take(choose):
            return self.ask(choose, status=422)
        self.read_draft(Draft.posted(request.POST))
        return super().post(request)

    def judge(self, form):
        """Numbers typed anew are grouped anew; the draft stays a draft."""
        if "_recount" not in self.request.POST:
            return super().judge(form)
        self.name_new_groups()
        again = self.get_form()
        again.initial |= {name: form.data.get(name, "") for name in PlanForm.base_fields}
        return self.show(again)

    def act(self, form):
        data = form.cleaned_data
        areas = Area.objects.in_bulk({team.units[0].place for team in form.accepted_teams})
        approval = {
            name: data[name] for name in ("superior", "approval_number", "approved_on", "approved_by")
        }
        unions = [
            uniting.Union(
                joint_branch(form.name_of(team), self.on, approval),
                areas[team.units[0].place],
                tuple(team.units),
            )
            for team in form.accepted_teams
        ]
        organizations = uniting.unite(unions, self.request.actor)
        covered = sum(len(union.units) for union in unions)
        self.done_text = f"已成立{len(organizations)}个联合党支部，覆盖{covered}家单位。"
        return organizations

    def success_url(self, organizations):
        """The plan of the same area and day made anew: what is covered now is no longer in it."""
        query = urlencode({"area": self.area.pk, "on": self.on.isoformat()})
        return f"{reverse('restructuring:planner')}?{query}"

    def get_back_url(self):
        return reverse("restructuring:planner")

    # Area and day

    def chosen(self, data) -> ChooseForm:
        form = ChooseForm(data, today=self.request.today)
        narrow_choices(form, self.scope)
        speak_plainly(form)
        return form

    def take(self, choose: ChooseForm) -> bool:
        """Take area, day and rules from the form; False when one of them is missing."""
        if not choose.is_valid():
            return False
        self.area, self.on = choose.cleaned_data["area"], choose.cleaned_data["on"]
        self.limits = limits_on(self.on)
        if self.limits is None:
            choose.add_error("on", NO_RULE)
        return self.limits is not None

    def ask(self, choose: ChooseForm, status=200):
        context = {
            "title": self.title,
            "form": choose,
            "back_url": reverse("organizations:organization-list"),
        }
        return render(self.request, "members/planner_choose.html", context, status=status)

    # The draft

    def candidates(self):
        units = Unit.objects.within(self.scope)
        return candidates_of(units, self.area, self.on, self.limits.enough)

    def propose(self):
        found = {unit.pk: unit for unit in self.candidates()}
        limits = self.limits
        self.proposal = plan(map(as_candidate, found.values()), enough=limits.enough, most=limits.most)
        shown = self.proposal.groups[:SHOWN_GROUPS]
        singles = [left.unit for left in self.proposal.left_over if left.reason == LeftOverReason.TOO_FEW]
        numbers = {unit.key: 0 for unit in singles[:SHOWN_SINGLES]}
        numbers |= {unit.key: number for number, group in enumerate(shown, 1) for unit in group.units}
        self.draft = Draft(numbers, {})
        self.units = [found[pk] for pk in numbers]
        self.left_over = self.without_a_group(found.values())
        self.name_new_groups()

    def read_draft(self, draft: Draft):
        units = Unit.objects.within(self.scope).placed_in(self.area, self.on)
        by_number = described(units.filter(pk__in=draft.numbers), self.on).in_bulk()
        self.draft = draft
        self.units = [by_number[pk] for pk in draft.numbers if pk in by_number]
        self.left_over = self.without_a_group(self.candidates())

    def without_a_group(self, candidates) -> list[dict]:
        """The units that are not up for a group on this page, each with the reason."""
        rows, self.later = [], 0
        for unit in candidates:
            reason = unfit(as_candidate(unit), self.limits.enough)
            if reason:
                rows.append({"unit": unit, "reason": reason.label})
            elif unit.pk not in self.draft.numbers:
                self.later += 1
        return rows

    def name_new_groups(self):
        names = self.draft.names
        nameless = [team for team in self.draft.teams(self.units) if not names.get(team.number)]
        places = Area.objects.in_bulk({team.units[0].place for team in nameless})
        plans = [(str(places.get(team.units[0].place, self.area)), team.trade) for team in nameless]
        for team, name in zip(nameless, names_for(plans, self.on), strict=True):
            names[team.number] = name

    # The page

    def get_form_kwargs(self):
        chosen = {"area": self.area, "on": self.on}
        return {
            "today": self.request.today,
            "limits": self.limits,
            "draft": self.draft,
            "units": self.units,
            "chosen": chosen,
        }

    def get_context(self, form, warnings=()):
        singles = [unit for unit in form.units if not self.draft.numbers[unit.pk]]
        return {
            **super().get_context(form, warnings),
            "again_url": self.success_url(None),
            "subtitle": f"{self.area}　截至 {self.on.isoformat()}",
            "counts": self.counts(form),
            "verdict": verdict(self.proposal) if self.proposal else "",
            "teams": [self.team_context(form, team) for team in form.teams],
            "singles": [row_context(form, unit) for unit in singles],
            "left_over": self.left_over,
            "later": self.later,
        }

    def counts(self, form) -> list[dict]:
        grouped = sum(len(team.units) for team in form.teams)
        reasons = Counter(row["reason"] for row in self.left_over)
        return [
            {"label": "编组", "count": len(form.teams)},
            {"label": "编入单位", "count": grouped},
            {"label": "未编入", "count": len(form.units) - grouped},
            *({"label": reason, "count": count} for reason, count in sorted(reasons.items())),
        ]

    def team_context(self, form, team) -> dict:
        return {
            "number": team.number,
            "trade": team.trade_words,
            "count": len(team.units),
            "members": team.members,
            "notes": [*team.contradictions(), *team.advice(self.limits)],
            "accept": form[f"accept-{team.number}"],
            "name": form[f"name-{team.number}"],
            "rows": [row_context(form, unit) for unit in team.units],
        }


def joint_branch(name: str, day, approval: dict) -> Organization:
    return Organization(
        name=name,
        type=OrganizationType.JOINT_BRANCH,
        formation=Formation.JOINT,
        established_on=day,
        **approval,
    )


def row_context(form, unit) -> dict:
    return {"unit": unit, "number": form[f"unit-{unit.pk}"]}


def verdict(proposal) -> str:
    """Say how good the proposal is, in words of the clerk: nobody left over in vain, and how well it fits."""
    if not proposal.groups:
        return "没有可以联合组建的单位。"
    left = f"有正式党员而编不进组的最少为{proposal.least_left_over}家，本方案已做到。"
    if proposal.optimal:
        return f"{left}行业和规模的匹配已是最优（{proposal.cost}分，越低越好）。"
    return (
        f"{left}行业和规模的匹配为{proposal.cost}分，任何方案不低于{proposal.bound}分，"
        f"差距不超过{proposal.gap:.1%}；这是限时内找到的最好方案。"
    )
