"""A code may be retired or described better, never re-coded or deleted: records hold it by its letters."""

from django.db import migrations

STAYS = """
CREATE FUNCTION core_code_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'code % of list % may be retired (valid_to), not deleted', OLD.code, OLD.list_id
            USING ERRCODE = 'restrict_violation';
    END IF;
    IF NEW.code <> OLD.code OR NEW.list_id <> OLD.list_id THEN
        RAISE EXCEPTION 'code % of list % may be retired (valid_to), not re-coded', OLD.code, OLD.list_id
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER core_code_stays BEFORE UPDATE OR DELETE ON core_code
    FOR EACH ROW EXECUTE FUNCTION core_code_stays();
"""
GOES = "DROP TRIGGER core_code_stays ON core_code; DROP FUNCTION core_code_stays();"


class Migration(migrations.Migration):
    dependencies = [("core", "0001_initial")]
    operations = [migrations.RunSQL(STAYS, GOES)]
