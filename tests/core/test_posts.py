"""A form is answered once, however often it is posted."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from core.models import PostKey
from core.posts import OtherContent, digest_of, earlier_answer, new_key, once
from core.saving import Refused


@pytest.fixture
def user(nobody):
    return nobody.user


def post(text, **files):
    return digest_of(QueryDict(text), MultiValueDict({name: [file] for name, file in files.items()}))


def test_keys_differ():
    assert len({new_key() for _ in range(100)}) == 100


def test_digest_is_of_what_was_typed_and_not_of_the_token():
    assert post("a=1&csrfmiddlewaretoken=x&_post_key=k") == post("_post_key=l&a=1")
    assert post("a=1") != post("a=2")
    assert post("a=1&a=2") != post("a=2")
    assert post("a=1") != post("a=1&_confirm=1")


def test_digest_is_of_the_files_too():
    one, other = SimpleUploadedFile("甲.xlsx", b"1"), SimpleUploadedFile("乙.xlsx", b"1")
    longer = SimpleUploadedFile("甲.xlsx", b"12")
    assert post("a=1", file=one) == post("a=1", file=one)
    assert len({post("a=1"), post("a=1", file=one), post("a=1", file=other), post("a=1", file=longer)}) == 4


def test_second_post_gets_the_first_answer_and_does_nothing(user):
    done = []
    answers = [once(user, "key", "digest", lambda: done.append(1) or "/there/") for _ in range(3)]
    assert (answers, done) == (["/there/"] * 3, [1])
    assert earlier_answer(user, "key", "digest") == "/there/"


def test_reused_key_with_other_content_is_told(user):
    once(user, "key", "digest", lambda: "/there/")
    with pytest.raises(OtherContent):
        once(user, "key", "other", lambda: "/elsewhere/")


def test_key_belongs_to_its_user(user, signed_in):
    once(user, "key", "digest", lambda: "/mine/")
    assert earlier_answer(signed_in().user, "key", "digest") is None


def test_failed_act_leaves_its_key_unused(user):
    def refuse():
        raise Refused("不行。")

    with pytest.raises(Refused):
        once(user, "key", "digest", refuse)
    assert PostKey.objects.count() == 0
    assert once(user, "key", "digest", lambda: "/there/") == "/there/"


def test_contradiction_in_the_act_is_not_taken_for_a_second_post(user):
    def contradict():
        raise IntegrityError("overlap")

    with pytest.raises(IntegrityError, match="overlap"):
        once(user, "key", "digest", contradict)
    assert PostKey.objects.count() == 0
