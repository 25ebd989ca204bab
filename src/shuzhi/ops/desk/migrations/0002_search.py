"""Requests are found by words."""

from django.db import migrations

from shuzhi.ops.search import index


class Migration(migrations.Migration):
    dependencies = [("desk", "0001_initial")]
    operations = [index("desk_request")]
