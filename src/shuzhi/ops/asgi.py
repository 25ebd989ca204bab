"""The web application: Django behind the server of the built pages."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shuzhi.ops.settings")

from django.conf import settings
from django.core.asgi import get_asgi_application
from servestatic import ServeStaticASGI

application = get_asgi_application()
if settings.PAGES.exists():
    application = ServeStaticASGI(
        application, root=settings.PAGES, prefix="/", immutable_file_test=r"/assets/"
    )
