"""Orders are found by words."""

from django.db import migrations

from shuzhi.ops.search import index


class Migration(migrations.Migration):
    dependencies = [("orders", "0001_initial")]
    operations = [index("orders_order")]
