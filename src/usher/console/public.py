"""What pages share that anybody sees who has their unguessable address."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def too_many(request: HttpRequest) -> HttpResponse:
    """Say that this was asked too often."""
    answer = render(request, "429.html", status=429)
    answer.headers["Retry-After"] = "60"
    return answer


def unlisted(answer: HttpResponse, *, referrer: str) -> HttpResponse:
    """Keep the page out of searches and caches, and its address out of others' records."""
    answer.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["Referrer-Policy"] = referrer
    return answer
