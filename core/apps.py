"""Configuration of the building blocks: every new database connection is checked and prepared."""

from django.apps import AppConfig
from django.db.backends.signals import connection_created

from core.databases import allow_many_parameters, assert_profile


class CoreConfig(AppConfig):
    name = "core"
    verbose_name = "系统"

    def ready(self):
        connection_created.connect(assert_profile, dispatch_uid="core.assert_profile")
        connection_created.connect(allow_many_parameters, dispatch_uid="core.allow_many_parameters")
