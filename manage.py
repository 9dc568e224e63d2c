#!/usr/bin/env python
"""Command line of the portal."""

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line
from django.db import OperationalError

UNREACHABLE = "数据库连接不上，请检查 DATABASE_URL 和数据库服务：{reason}"


def main() -> None:
    """Run one command; wrong settings and a database out of reach are told in one sentence."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shahe_portal.settings")
    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as problem:
        sys.exit(str(problem))
    except OperationalError as problem:
        sys.exit(UNREACHABLE.format(reason=str(problem).strip().splitlines()[0]))


if __name__ == "__main__":
    main()
