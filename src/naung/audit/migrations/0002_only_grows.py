"""The trace only grows: also its owner is refused a change, a removal and an emptying."""

from django.db import migrations

FUNCTION = """
    CREATE FUNCTION audit_only_grows() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
    BEGIN
        RAISE EXCEPTION 'The trace only grows: % on % is refused', TG_OP, TG_TABLE_NAME
            USING ERRCODE = 'insufficient_privilege';
    END $$
"""
# By statement, so that adding costs nothing and a change that meets no row is refused too. ALWAYS: also in a session
# that plays the part of a replica, in which ordinary triggers sleep.
TRIGGER = """
    CREATE TRIGGER audit_only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_entry
        FOR EACH STATEMENT EXECUTE FUNCTION audit_only_grows()
"""
ALWAYS = "ALTER TABLE audit_entry ENABLE ALWAYS TRIGGER audit_only_grows"


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]

    operations = [
        migrations.RunSQL(
            [FUNCTION, TRIGGER, ALWAYS],
            ["DROP TRIGGER audit_only_grows ON audit_entry", "DROP FUNCTION audit_only_grows()"],
        ),
    ]
