"""Health endpoints for the supervisor: is the process alive, is the portal ready."""

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpResponse
from django.views.decorators.http import require_safe


@login_not_required
@require_safe
def livez(request):
    return HttpResponse("ok", content_type="text/plain")


@login_not_required
@require_safe
def readyz(request):
    """Answer 200 when the database answers and no migration is missing, else 503; no details to strangers."""
    try:
        ready = _database_is_ready()
    except DatabaseError:
        ready = False
    return HttpResponse(
        "ok" if ready else "not ready", status=200 if ready else 503, content_type="text/plain"
    )


def _database_is_ready() -> bool:
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())
