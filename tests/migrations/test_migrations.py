"""Migrations always run in the tests: they make the test database. Here is what must hold afterwards."""

from django.core.management import call_command
from django.db import connection, connections

from naung.access import rls


def test_no_change_of_a_model_lacks_its_migration(db: None) -> None:
    call_command("makemigrations", check_changes=True, dry_run=True, verbosity=0)


def test_rights_and_walls_can_be_written_again_and_again(db: None) -> None:
    rls.apply("owner")
    rls.apply("owner")
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT tablename, policyname, count(*) FROM pg_policies GROUP BY 1, 2 HAVING count(*) > 1")
        assert cursor.fetchall() == []


def test_a_function_that_an_earlier_version_made_otherwise_is_replaced_and_not_kept_beside(db: None) -> None:
    with connections["owner"].cursor() as cursor:
        cursor.execute("DROP FUNCTION people_register()")
        cursor.execute("CREATE FUNCTION people_register() RETURNS TABLE (id uuid) LANGUAGE sql AS 'SELECT NULL::uuid'")
        cursor.execute("CREATE FUNCTION people_register(a text) RETURNS text LANGUAGE sql AS 'SELECT a'")
        rls.apply("owner")
        cursor.execute("SELECT proargnames FROM pg_proc WHERE proname = 'people_register'")
        ((names,),) = cursor.fetchall()
    assert len(names) > 1


def test_the_application_owns_nothing_and_bypasses_nothing(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolname, rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user")
        assert cursor.fetchone() == (rls.APP_ROLE, False, False)
        cursor.execute("SELECT count(*) FROM pg_tables WHERE tableowner = current_user")
        assert cursor.fetchone() == (0,)
