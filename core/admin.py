"""The admin as back office: scoped like the portal, audited like the portal, and nothing is deleted."""

from django.contrib import admin

from core.models import AuditEntry
from core.saving import add, change
from core.scoping import narrow_choices


class ScopedAdmin(admin.ModelAdmin):
    """Rows, drop-downs and permissions follow the scope of today; saving goes through the audited way."""

    list_per_page = 100
    show_full_result_count = False
    narrow = True  # drop-downs show the rows within the scope only

    def _scope(self, request, verb="view"):
        return request.scope.granting(self._permission(verb))

    def _permission(self, verb):
        return f"{self.opts.app_label}.{verb}_{self.opts.model_name}"

    def get_queryset(self, request):
        return super().get_queryset(request).within(self._scope(request))

    def get_form(self, request, obj=None, **kwargs):
        form_class = super().get_form(request, obj, **kwargs)
        scope, narrow = self._scope(request, "change" if obj else "add"), self.narrow

        class ScopedForm(form_class):
            today = request.today

            def __init__(self, *args, **form_kwargs):
                super().__init__(*args, **form_kwargs)
                if narrow:
                    narrow_choices(self, scope)

        return ScopedForm

    def _holds(self, request, verb, obj):
        if not request.scope.allows(self._permission(verb)):
            return False
        rows = self.model._default_manager.within(self._scope(request, verb))
        return obj is None or rows.filter(pk=obj.pk).exists()

    def has_view_permission(self, request, obj=None):
        return self._holds(request, "view", obj)

    def has_add_permission(self, request):
        return request.scope.allows(self._permission("add"))

    def has_change_permission(self, request, obj=None):
        return self._holds(request, "change", obj)

    def has_delete_permission(self, request, obj=None):
        return False

    def has_module_permission(self, request):
        return self.has_view_permission(request)

    def save_model(self, request, obj, form, change_):
        if change_:
            change(obj, request.actor)
        else:
            add(obj, request.actor)


def indicator_filter(indicator):
    """Return a list filter of the admin whose rows are the hits and the gaps of an indicator today."""

    class IndicatorFilter(admin.SimpleListFilter):
        title = indicator.label
        parameter_name = indicator.key

        def lookups(self, request, model_admin):
            return [("hits", "计入"), ("gaps", "未计入")]

        def queryset(self, request, queryset):
            rows = {"hits": indicator.hits, "gaps": indicator.gaps}.get(self.value())
            return rows(queryset, request.today) if rows else queryset

    return IndicatorFilter


@admin.register(AuditEntry)
class AuditEntryAdmin(ScopedAdmin):
    """The audit trail is read here and changed nowhere."""

    list_display = ("at", "user", "act", "object_label", "model", "address", "request_id")
    list_filter = ("act",)
    list_select_related = ("user",)
    search_fields = ("object_label", "request_id", "user__username", "user__full_name")

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False
