"""What the console's templates ask for by tag."""

from django import template
from django.conf import settings
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from usher.console.attendees.words import attendees_told, cancelled_told
from usher.phrases import quoted, series

register = template.Library()
register.filter("attendees", attendees_told)
register.filter("cancelled", cancelled_told)
register.filter("quoted", quoted)
register.filter("series", series)


@register.simple_tag
def icon(name: str) -> SafeString:
    """Return the icon of this name. It says nothing to a screen reader: words stand beside it."""
    return format_html(
        '<svg class="icon" aria-hidden="true"><use href="{}#{}"></use></svg>',
        static("usher/icons.svg"),
        name,
    )


@register.simple_tag
def languages() -> list[tuple[str, str]]:
    """Return each language that Usher speaks with its name in its own words, not translated."""
    return list(settings.LANGUAGES)


@register.simple_tag(takes_context=True)
def address_with(context: template.Context, **changes: object) -> str:
    """Return this page's query string with some values changed; an empty value is left out."""
    query = context["request"].GET.copy()
    for name, value in changes.items():
        query.pop(name, None)
        if value:
            query[name] = str(value)
    return f"?{query.urlencode()}"
