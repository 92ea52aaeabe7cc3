"""The course of prevention: schools come on the list, sessions are planned, held and counted, school after school."""

from datetime import datetime, timedelta
from random import Random
from uuid import UUID

from naung.places.models import Area, Level
from naung.prevention.operations import sessions, sessions_day
from naung.prevention.rules.sessions import SessionFacts
from naung.simulation.commands.world import Course, Crew, World
from naung.teams.models import Organisation
from naung.teams.operations import OrganisationFacts, make_organisation

SCHOOLS = 18
EVERY = timedelta(days=16)
AHEAD = timedelta(days=12)
LENGTH = timedelta(minutes=90)
TITLES = ("Hak anak dan cara minta tolong", "Teman yang aman", "Aman di internet")
PROMISES = (("Memasang kotak aduan", "Guru BK"), ("Jam bercerita tiap Jumat", "Wali kelas"))
FORMS = ("SD", "SD", "SMP", "MI", "SMA")


def prevention_course(world: World) -> Course:
    """From the first school to the sessions that are still to come when the simulated time ends."""
    draw = Random(f"naung {world.seed} prevention")
    now = world.start
    schools = _schools(world, draw, now)
    for number, school in enumerate(schools):
        crew = world.crew(_ward_of(school))
        planner = crew.supervisors[0]
        now = world.at_desk(planner, now, minutes=15)
        yield now
        held_at = _school_morning(now + AHEAD)
        session_id, speaker = _plan(world, draw, crew, school, number, held_at, now)
        if held_at + LENGTH < world.end:
            yield held_at + LENGTH
            _hold(world, draw, speaker, session_id, held_at + LENGTH)
        now += EVERY


def _schools(world: World, draw: Random, now: datetime) -> list[Organisation]:
    """Invented schools of invented sizes, in wards drawn by lot."""
    wards = list(Area.objects.filter(level=Level.WARD).order_by("code"))
    chosen = draw.sample(wards, min(SCHOOLS, len(wards)))
    keeper = next(iter(world.crews.values())).supervisors[0]
    made = []
    for ward in chosen:
        form = draw.choice(FORMS)
        facts = OrganisationFacts(
            kind="SCHOOL",
            name=f"{form} Latihan {ward.name}",
            form=form,
            area_id=ward.pk,
            pupils=draw.randrange(90, 620),
        )
        with world.hand(keeper, now) as hand:
            made.append(hand.do(make_organisation, facts=facts))
    return made


def _ward_of(school: Organisation) -> str:
    assert school.area  # noqa: S101 - made above
    return school.area.code


def _school_morning(day: datetime) -> datetime:
    """Nine o'clock on the next day that is no Sunday."""
    at = day.replace(hour=1, minute=0, second=0, microsecond=0)  # UTC: nine in Balikpapan
    return at + timedelta(days=1) if at.weekday() == 6 else at


def _plan(
    world: World, draw: Random, crew: Crew, school: Organisation, number: int, at: datetime, now: datetime
) -> tuple[UUID, UUID]:
    speaker = draw.choice([*crew.holders, *crew.companions])
    facts = SessionFacts(
        kind="SOS", title=TITLES[number % len(TITLES)], from_at=at, until_at=at + LENGTH, audiences=("PUPILS",),
        speakers=frozenset({speaker}), school_id=school.pk, ward_id=None, place="Aula", material="", target=60,
    )  # fmt: skip
    with world.hand(crew.supervisors[0], now) as hand:
        session = hand.do(sessions.plan_session, facts=facts, leave_known=True)
    return session.pk, speaker


def _hold(world: World, draw: Random, speaker: UUID, session_id: UUID, now: datetime) -> None:
    counts = {("PUPILS", "P"): draw.randrange(20, 36), ("PUPILS", "L"): draw.randrange(18, 34), ("TEACHERS", "X"): 2}
    text, function = draw.choice(PROMISES)
    with world.hand(speaker, now) as hand:
        hand.do(sessions_day.hold_session, session_id=session_id, counts=counts, on_paper=False, list_at="", sure=True)
        hand.do(
            sessions_day.add_commitment, session_id=session_id, text=text, function=function,
            due_date=(now + timedelta(days=60)).date(),
        )  # fmt: skip
