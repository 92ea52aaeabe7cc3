"""How many cases somebody walks along with, whoever holds them: a number, in which no case counts that shuts one out.

Grants are read before there is an actor, so no wall stands around them: counted as they are, a named supervisor would
see her companion's number grow by the case that she must not know of.
"""

from naung.access.acting import MAY
from naung.access.functions import Definer
from naung.access.policy import Permission, Role
from naung.access.rls import clear, words_of

ACCOMPANIED = Definer(
    name="cases_accompanied",
    takes="asked uuid[]",
    gives="TABLE (user_id uuid, cases bigint)",
    body=f"""
    SELECT given.user_id, count(*)
      FROM public.access_grant given
      JOIN public.cases_case held ON held.id = given.record_id
     WHERE given.user_id = ANY(asked) AND given.role = '{Role.COMPANION}' AND given.revoked_at IS NULL
       AND {words_of(MAY)} && ARRAY['{Permission.CASE_ASSIGN}', '{Permission.CASE_REGISTER}'] AND {clear("held")}
     GROUP BY given.user_id
    """,
)
