"""Trees whose nodes keep the path from their root: "1/4/" is node 4 below node 1."""

from django.db import models
from django.db.models import Value
from django.db.models.functions import Concat, Substr


def keep_path(node: models.Model, parent: models.Model | None) -> None:
    """Store the path of a saved node; whatever hangs below it moves along."""
    old, new = node.path, f"{parent.path if parent else ''}{node.pk}/"
    if new == old:
        return
    node.path = new
    nodes = type(node)._base_manager
    nodes.filter(pk=node.pk).update(path=new)
    if old:
        nodes.filter(path__startswith=old).update(path=Concat(Value(new), Substr("path", len(old) + 1)))
