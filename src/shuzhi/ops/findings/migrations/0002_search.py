"""Findings are found by words."""

from django.db import migrations

from shuzhi.ops.search import index


class Migration(migrations.Migration):
    dependencies = [("findings", "0001_initial")]
    operations = [index("findings_findingtext")]
