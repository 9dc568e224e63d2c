"""The act by which people come to hold posts in organizations."""

from collections.abc import Iterable
from operator import attrgetter

from django.db import transaction

from core.audit import Actor
from core.batches import rows_by, turns
from core.saving import Refused, add_all, change_all, refusals_about
from core.spans import FOREVER
from organizations.building.lives import last_day
from organizations.choices import PostRole
from organizations.models import Post
from organizations.registration import DAY


def appoint(post: Post, by: Actor) -> Post:
    """Let a person hold a post from a day on; a new secretary ends the former one's post the day before."""
    return appoint_all([post], by)[0]


def appoint_all(posts: Iterable[Post], by: Actor) -> list[Post]:
    """Add posts as `appoint` does, those of one organization in the order given; one refused, none added."""
    posts = list(posts)
    for post in posts:
        with refusals_about(post):
            _keep_within_life(post)
    with transaction.atomic():
        for turn in turns(posts, _chair):
            change_all(_making_room(turn), by, act="卸任")
            add_all(turn, by)
    return posts


def _keep_within_life(post: Post) -> None:
    organization = post.organization
    if not organization.is_open(post.starts_on):
        life = f"{organization.established_on.isoformat()} 至 {organization.closed_on or '今'}"
        raise Refused(f"任职日期不在“{organization}”存续期内（{life}），请核对。")
    post.ends_on = post.ends_on or last_day(organization)


def _chair(post: Post) -> tuple:
    """What only one post can be at a time: the secretary of an organization, somebody in one role of it."""
    who = "" if post.role == PostRole.SECRETARY else post.name
    return ((post.organization_id, post.role, who),)


def _making_room(turn: list[Post]) -> list[Post]:
    """Return the posts of former secretaries, ended the day before; a post held already is refused."""
    organizations = (post.organization_id for post in turn)
    held, ending = rows_by(Post.objects.order_by("pk"), "organization_id", organizations), []
    for post in turn:
        same = [one for one in held[post.organization_id] if _chair(one) == _chair(post)]
        with refusals_about(post):
            if post.role == PostRole.SECRETARY:
                ending += _ended_before(post, same)
            else:
                _refuse_twice(post, same)
    return ending


def _refuse_twice(post: Post, held: list[Post]) -> None:
    """Nobody holds one role of one organization twice at a time."""
    same = next(filter(post.overlaps, held), None)
    if same is not None:
        role = post.get_role_display()
        raise Refused(f"{post.name}在{same.period_text}已任“{post.organization}”{role}，无需重复登记。")


def _ended_before(post: Post, held: list[Post]) -> list[Post]:
    running = [former for former in held if (former.ends_on or FOREVER) >= post.starts_on]
    for former in sorted(running, key=attrgetter("starts_on"), reverse=True):
        if former.starts_on >= post.starts_on:
            raise Refused(
                f"{former.name}从{former.starts_on.isoformat()}起任书记，新任书记的任职日期应晚于这一天。"
            )
        former.ends_on = post.starts_on - DAY
    return running
