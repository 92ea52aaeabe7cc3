"""Two searches in the owner's name, because row security keeps PostgreSQL from using a trigram index.

Both hold the wall themselves: the policy's own predicate is written into them whenever the walls are.
"""

from naung.access.acting import MAY
from naung.access.functions import Definer
from naung.access.policy import Permission
from naung.access.rls import clear, predicate, words_of
from naung.people.models import Child

SEEN = predicate("child", Child.ACCESS, Permission.READ_D2)

LOOK_UP = Definer(
    name="people_look_up",
    takes="asked_key text, asked_birth date, asked_nik text",
    gives="TABLE (id uuid, score real, seen boolean, team_id uuid)",
    settings="SET pg_trgm.similarity_threshold = 0.45",
    body=f"""
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
     WHERE {words_of(MAY)} && ARRAY['{Permission.CHILD_LOOK_UP}'] AND found.score >= 0.4
       AND {clear("child")}
     ORDER BY found.score DESC, child.id
     LIMIT 8
    """,
)

FIND_BY_NAME = Definer(
    name="people_find_by_name",
    takes="asked_key text, most integer",
    gives="TABLE (id uuid, score real)",
    settings="SET pg_trgm.word_similarity_threshold = 0.6",
    body=f"""
    SELECT child.id, public.word_similarity(asked_key, child.search_key) AS score
      FROM public.people_child child
     WHERE asked_key <> '' AND asked_key OPERATOR(public.<%) child.search_key AND {SEEN}
     ORDER BY score DESC, lower(child.name), child.id
     LIMIT most
    """,
)
