"""The ledger is only ever added to."""

from django.db import migrations

from osce_site import triggers


class Migration(migrations.Migration):
    dependencies = [("osce_site", "0001_people_ledger_and_addresses")]
    operations = [triggers.frozen("osce_site", "ledgerentry")]
