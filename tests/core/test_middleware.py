"""The address of a request's sender, with and without proxies in front."""

import pytest
from django.http import HttpResponse

from core.middleware import RemoteAddressMiddleware


@pytest.mark.parametrize(
    ("proxies", "forwarded_for", "address"),
    [
        (0, "198.51.100.7", "127.0.0.1"),
        (1, "198.51.100.7", "198.51.100.7"),
        (1, "203.0.113.9, 198.51.100.7", "198.51.100.7"),
        (2, "203.0.113.9, 198.51.100.7, 10.0.0.2", "198.51.100.7"),
        (2, "198.51.100.7", "127.0.0.1"),
        (1, "", "127.0.0.1"),
    ],
)
def test_sender_is_whom_our_outermost_proxy_noted(rf, settings, proxies, forwarded_for, address):
    settings.TRUSTED_PROXIES = proxies
    headers = {"x-forwarded-for": forwarded_for} if forwarded_for else {}
    answer = RemoteAddressMiddleware(lambda request: HttpResponse(request.META["REMOTE_ADDR"]))
    assert answer(rf.get("/", headers=headers)).content.decode() == address


def test_every_answer_carries_its_number_and_is_stored_nowhere(client):
    answer = client.get("/livez")
    assert (len(answer["X-Request-Id"]), answer["Cache-Control"]) == (12, "no-store")
