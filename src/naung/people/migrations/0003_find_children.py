"""Two searches in the owner's name, because row security keeps PostgreSQL from using a trigram index.

Both hold the wall themselves. Since then they stand in `people.queries.definers` and are written anew, like the walls,
after each migration; here they are as they were first made.
"""

from django.db import migrations

from naung.access.policy import Permission
from naung.access.rls import predicate
from naung.people.models import Child

MAY = "coalesce(nullif(current_setting('naung.may', true), ''), '{}')::text[]"
UNIT_IDS = "coalesce(nullif(current_setting('naung.unit_ids', true), ''), '{}')::uuid[]"
USER_ID = "coalesce(nullif(current_setting('naung.user_id', true), ''), '00000000-0000-0000-0000-000000000000')::uuid"
SEEN = predicate("child", Child.ACCESS, Permission.READ_D2)

LOOK_UP = f"""
CREATE FUNCTION public.people_look_up(asked_key text, asked_birth date, asked_nik text)
RETURNS TABLE (id uuid, score real, seen boolean, team_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public
SET pg_trgm.similarity_threshold = 0.45 AS $$
    SELECT child.id, found.score, {SEEN} AS seen, child.team_id
      FROM (
          SELECT candidate.id, 2::real AS score
            FROM public.people_child candidate
           WHERE asked_nik <> '' AND candidate.nik_token <> '' AND candidate.nik_token = asked_nik
          UNION
          SELECT candidate.id,
                 public.similarity(candidate.search_key, asked_key)
                 + CASE WHEN candidate.birth_date = asked_birth THEN 0.5
                        WHEN abs(candidate.birth_date - asked_birth) > 400 THEN -0.6 ELSE 0 END
            FROM public.people_child candidate
           WHERE asked_key <> '' AND candidate.search_key OPERATOR(public.%) asked_key
      ) found
      JOIN public.people_child child ON child.id = found.id
     WHERE {MAY} && ARRAY['CHILD_LOOK_UP'] AND found.score >= 0.4
       AND NOT ({USER_ID} = ANY(child.barred_user_ids)) AND NOT (child.barred_unit_ids && {UNIT_IDS})
     ORDER BY found.score DESC, child.id
     LIMIT 8
$$;
REVOKE ALL ON FUNCTION public.people_look_up FROM PUBLIC;
GRANT EXECUTE ON FUNCTION public.people_look_up TO naung_app;
"""

FIND_BY_NAME = f"""
CREATE FUNCTION public.people_find_by_name(asked_key text, most integer)
RETURNS TABLE (id uuid, score real)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public
SET pg_trgm.word_similarity_threshold = 0.6 AS $$
    SELECT child.id, public.word_similarity(asked_key, child.search_key) AS score
      FROM public.people_child child
     WHERE asked_key <> '' AND asked_key OPERATOR(public.<%) child.search_key AND {SEEN}
     ORDER BY score DESC, lower(child.name), child.id
     LIMIT most
$$;
REVOKE ALL ON FUNCTION public.people_find_by_name FROM PUBLIC;
GRANT EXECUTE ON FUNCTION public.people_find_by_name TO naung_app;
"""


class Migration(migrations.Migration):

    dependencies = [("people", "0002_remove_child_ktp_ward_code")]

    operations = [
        migrations.RunSQL(LOOK_UP, "DROP FUNCTION public.people_look_up"),
        migrations.RunSQL(FIND_BY_NAME, "DROP FUNCTION public.people_find_by_name"),
    ]
