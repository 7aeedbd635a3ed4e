"""What the server runs."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "usher.site.settings")
# Sets Django up, which the models behind the door's routes need when they are imported.
behind = get_asgi_application()

from usher.site.application import Application  # noqa: E402 - see above

application = Application(behind)
