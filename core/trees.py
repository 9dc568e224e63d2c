"""Trees whose nodes keep the path from their root: "1/4/" is node 4 below node 1."""

from django.db import models
from django.db.models import Value
from django.db.models.functions import Concat, Substr

from core.batches import SIZE, batches
from core.saving import Refused


def refuse_loop(node: models.Model, parent: models.Model | None) -> None:
    """Refuse a parent that is the node itself or lies below it; must stand inside a transaction.

    Both rows are locked and read anew, so that of two people who hang two nodes below each other one is told.
    """
    if node.pk is None or parent is None:
        return
    rows = type(node)._base_manager.select_for_update(no_key=True)
    both = rows.filter(pk__in=(node.pk, parent.pk)).order_by("pk")
    paths = dict(both.values_list("pk", "path"))
    if f"/{node.pk}/" in f"/{paths.get(parent.pk, '')}":
        raise Refused(f"“{parent}”是“{node}”自己或其下级，不能作为上级。")
    node.path = paths.get(node.pk, node.path)


def keep_path(node: models.Model, parent: models.Model | None) -> None:
    """Store the path of a saved node; whatever hangs below it moves along."""
    old, new = node.path, _path_below(parent.path if parent else "", node)
    if new == old:
        return
    node.path = new
    nodes = type(node)._base_manager
    nodes.filter(pk=node.pk).update(path=new)
    if old:
        nodes.filter(path__startswith=old).update(path=Concat(Value(new), Substr("path", len(old) + 1)))


def keep_new_paths(nodes: list[models.Model], parent: str = "") -> None:
    """Store the paths of nodes that were just added; `parent` names the field, if they hang anywhere."""
    above = _paths_above(nodes, parent) if parent else {}
    for node in nodes:
        node.path = _path_below(above.get(getattr(node, f"{parent}_id", None), ""), node)
    type(nodes[0])._base_manager.bulk_update(nodes, ["path"], batch_size=SIZE)


def _paths_above(nodes, parent):
    rows = type(nodes[0])._base_manager
    keys = {getattr(node, f"{parent}_id") for node in nodes} - {None}
    return {
        pk: path
        for batch in batches(sorted(keys))
        for pk, path in rows.filter(pk__in=batch).values_list("pk", "path")
    }


def _path_below(above, node):
    return f"{above}{node.pk}/"
