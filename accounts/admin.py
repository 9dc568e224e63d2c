"""Accounts, for the system administrator: new people get a random first password."""

from django.contrib import admin, messages
from django.contrib.auth.models import Group
from django.utils import timezone

from accounts.forms import AccountForm
from accounts.models import User
from accounts.passwords import random_password, set_first_password
from core.admin import ScopedAdmin

admin.site.unregister(Group)


@admin.register(User)
class UserAdmin(ScopedAdmin):
    form = AccountForm
    list_display = ("username", "full_name", "is_active", "is_staff", "last_login")
    search_fields = ("username", "full_name")
    actions = ("give_first_password",)

    def save_model(self, request, obj, form, change):
        if not change:
            password = random_password()
            set_first_password(obj, password, timezone.now())
            messages.warning(request, f"{obj}的初始密码：{password}（只显示这一次，72小时内有效）")
        super().save_model(request, obj, form, change)

    @admin.action(description="重设初始密码", permissions=["change"])
    def give_first_password(self, request, queryset):
        for user in queryset:
            password = random_password()
            set_first_password(user, password, timezone.now())
            super().save_model(request, user, None, True)
            messages.warning(request, f"{user}的初始密码：{password}（只显示这一次，72小时内有效）")
