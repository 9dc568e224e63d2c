"""Pages of acts on organizations that their members follow: rebuild, split, merge, close."""

from members import restructuring as following
from organizations import restructuring
from organizations.forms import organization_acts as forms
from organizations.models import Jurisdiction
from organizations.views.organization_acts import OrganizationAct

NAMED_AT_MOST = 5


class OrganizationRebuild(OrganizationAct):
    form_class = forms.RebuildForm
    title = "改建"

    def act(self, form):
        data = form.cleaned_data
        form.warnings += words_on_accounts([self.organization], data["on"])
        return following.rebuild(
            self.organization, form.newcomer(), data["on"], self.request.actor, data["document"]
        )


class OrganizationSplit(OrganizationAct):
    form_class = forms.SplitForm
    title = "分设"

    def act(self, form):
        data = form.cleaned_data
        return following.split(
            self.organization,
            form.newcomer(),
            data["units"],
            data["on"],
            self.request.actor,
            data["document"],
        )


class OrganizationMerge(OrganizationAct):
    form_class = forms.MergeForm
    title = "合并"

    def act(self, form):
        data, by = form.cleaned_data, self.request.actor
        others = list(data["others"])
        closing = [self.organization, *others] if form.is_new else others
        form.warnings += words_on_accounts(closing, data["on"])
        if form.is_new:
            return following.merge_anew(form.newcomer(), closing, data["on"], by, data["document"])
        return following.merge(self.organization, others, data["on"], by, data["document"])


class OrganizationClose(OrganizationAct):
    form_class = forms.CloseOrganizationForm
    title = "撤销"

    def act(self, form):
        data = form.cleaned_data
        form.warnings += words_on_loss(restructuring.losing(self.organization, data["on"]))
        return following.close_organization(
            self.organization,
            data["on"],
            data["reason"],
            self.request.actor,
            data["document"],
            data["successor"],
        )


def words_on_loss(units) -> list[str]:
    """Say how many units fall out of coverage, and name some of them."""
    if not units:
        return []
    named = "、".join(str(unit) for unit in units[:NAMED_AT_MOST])
    return [f"{len(units)}家单位从第二天起没有党组织覆盖：{named}{'等' * (len(units) > NAMED_AT_MOST)}。"]


def words_on_accounts(organizations, day) -> list[str]:
    """Say whose accounts look after an organization that closes: the new one has to be given to them."""
    held = Jurisdiction.objects.on(day).filter(organization__in=organizations)
    names = "、".join(str(one.user) for one in held.select_related("user").order_by("pk"))
    return [f"{names}的账号仍只对应原党组织，请系统管理员另设新的管理职责。"] if names else []
