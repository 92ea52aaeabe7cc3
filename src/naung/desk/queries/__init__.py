"""What a worker's home shows: duties in order, what waits for a supervisor, how the office keeps time."""

from naung.desk.queries.consents import consent_lines
from naung.desk.queries.loads import Load, loads
from naung.desk.queries.measures import Measures, measures
from naung.desk.queries.sessions import session_lines
from naung.desk.queries.tasks import task_lines
from naung.desk.queries.today import Line, lines_of, my_duties, team_late
from naung.desk.queries.unheld import Unheld, unheld
from naung.desk.queries.waiting import Waiting, waiting

__all__ = [
    "Line",
    "Load",
    "Measures",
    "Unheld",
    "Waiting",
    "consent_lines",
    "lines_of",
    "loads",
    "measures",
    "my_duties",
    "session_lines",
    "task_lines",
    "team_late",
    "unheld",
    "waiting",
]
