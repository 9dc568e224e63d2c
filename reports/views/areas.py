"""The page on which the county merges an area into another; it stands here because open reports forbid it."""

from django.urls import reverse, reverse_lazy

from core.views import ActPage
from organizations.area_merging import running_roles
from organizations.forms.areas import MergeAreaForm
from organizations.models import Area
from reports.area_merging import merge_when_reported


class AreaMerge(ActPage):
    form_class = MergeAreaForm
    permission = "organizations.change_area"
    title = "撤并区域"
    subtitle = "以往各月的数据仍按原区域统计。"
    back_url = reverse_lazy("organizations:organization-list")

    def get_form_kwargs(self):
        return {"today": self.request.today}

    def act(self, form):
        data = form.cleaned_data
        form.warnings += words_on_people(data["area"], data["on"])
        return merge_when_reported(**data, by=self.request.actor, today=self.request.today)

    def success_url(self, into):
        return f"{reverse('organizations:organization-list')}?area={into.pk}"


def words_on_people(area: Area, day) -> list[str]:
    """Name the people whose role over the area ends with it: somebody has to tell them."""
    roles = running_roles(Area.objects.below(area)).on(day).order_by("pk")
    named = "、".join(f"{role.user}（{role.get_role_display()}）" for role in roles)
    ended = f"{named}的管理职责随区域撤并结束，请通知本人；需要继续工作的，请系统管理员另设。"
    return [ended] if named else []
