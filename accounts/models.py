"""Users: one person, one account; what a person looks after is decided elsewhere, by day."""

from django.contrib.auth.models import AbstractUser, UserManager
from django.db import models
from django.utils import timezone

from core.scoping import EVERYONE, ScopedQuerySet


class UserQuerySet(ScopedQuerySet):
    def active(self):
        return self.filter(is_active=True)


class PortalUserManager(UserManager.from_queryset(UserQuerySet)):
    """Makes accounts as Django does, and answers within a scope."""

    use_in_migrations = False


class User(AbstractUser):
    """A person who may sign in; the first password lives for some hours and must be changed."""

    full_name = models.CharField("姓名", max_length=60)
    phone = models.CharField("手机号", max_length=20, blank=True)
    must_change_password = models.BooleanField("首次登录须改密码", default=True)
    first_password_until = models.DateTimeField("初始密码有效至", null=True, blank=True)

    first_name = None
    last_name = None

    REQUIRED_FIELDS = ("full_name",)
    objects = PortalUserManager()
    scope_anchors = EVERYONE
    audit_hidden = ("password", "phone")

    class Meta:
        verbose_name = verbose_name_plural = "账号"
        ordering = ["username"]

    def __str__(self):
        return self.full_name or self.username

    def get_full_name(self):
        return self.full_name

    def get_short_name(self):
        return self.full_name

    @property
    def first_password_expired(self) -> bool:
        until = self.first_password_until
        return self.must_change_password and until is not None and timezone.now() > until
