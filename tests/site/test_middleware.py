"""Headers and cookies of every answer."""

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from usher.site.middleware import ContentSecurityPolicy, SecureCookies


def sign_in(_request: HttpRequest) -> HttpResponse:
    response = HttpResponse()
    response.set_cookie("sessionid", "secret", secure=False)
    response.set_cookie("csrftoken", "token", secure=True)
    return response


@pytest.mark.parametrize("over_tls", [True, False])
def test_cookies_are_secure_exactly_when_they_go_over_tls(over_tls):
    request = RequestFactory().get("/", secure=over_tls)

    response = SecureCookies(sign_in)(request)

    written = [cookie.OutputString() for cookie in response.cookies.values()]
    assert [text.endswith("; Secure") for text in written] == [over_tls, over_tls]


def test_browsers_are_told_to_run_nothing_but_our_own_files():
    response = ContentSecurityPolicy(sign_in)(RequestFactory().get("/"))

    policy = dict(
        part.split(" ", 1) for part in response.headers["Content-Security-Policy"].split("; ")
    )
    assert policy == {
        "default-src": "'self'",
        "script-src": "'self' 'wasm-unsafe-eval'",
        "style-src": "'self'",
        "img-src": "'self' data: blob:",
        "worker-src": "'self' blob:",
        "connect-src": "'self'",
        "frame-ancestors": "'none'",
        "form-action": "'self'",
        "base-uri": "'none'",
        "object-src": "'none'",
    }


def test_the_camera_is_for_our_own_pages_alone():
    response = ContentSecurityPolicy(sign_in)(RequestFactory().get("/"))

    allowed = response.headers["Permissions-Policy"].split(", ")
    assert allowed[:3] == ["camera=(self)", "microphone=()", "geolocation=()"]
