"""The web application: Django behind the server of the built pages."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shuzhi.ops.settings")

import django
from django.conf import settings
from servestatic import ServeStaticASGI

from shuzhi.ops.guarding import App, Guard
from shuzhi.ops.handler import Handler

django.setup(set_prefix=False)
pages: App = Handler()
if settings.PAGES.exists():
    pages = ServeStaticASGI(
        pages, root=settings.PAGES, prefix="/", immutable_file_test=r"/assets/", allow_all_origins=False
    )
application = Guard(pages)
