"""The tables of ``state.db``. Times are seconds since 1970."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    Float,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    text,
)

from nowall.database import Json

METADATA = MetaData()


def _partial(name: str, *columns: str, where: str) -> Index:
    return Index(name, *columns, sqlite_where=text(where), postgresql_where=text(where))


INBOX = Table(
    "inbox",
    METADATA,
    Column("update_id", BigInteger, primary_key=True, autoincrement=False),
    Column("lane", BigInteger, nullable=False),
    Column("payload", Text),  # dropped when it is done
    Column("state", String(8), nullable=False),  # waiting, claimed, sending, done
    Column("attempts", Integer, nullable=False, default=0),
    Column("failures", Integer, nullable=False, default=0),
    Column("ambiguous", Integer, nullable=False, default=0),
    Column("taken_at", Float),
    Column("expires_at", Float),
    Column("closed_at", Float),
    Column("outcome", String(40)),
    _partial("inbox_by_lane", "lane", "update_id", where="state != 'done'"),
    _partial("inbox_closed", "closed_at", where="state = 'done'"),
    _partial("inbox_open", "taken_at", where="state != 'done'"),
)

# A row for every lane that has something to do, or that has to wait.
LANES = Table(
    "lanes",
    METADATA,
    Column("lane", BigInteger, primary_key=True, autoincrement=False),
    Column("head", BigInteger, nullable=False),  # its oldest waiting update: lanes are served by age
    Column("holder", BigInteger, nullable=False, default=0),  # 0: nobody
    Column("leased_until", Float, nullable=False, default=0.0),
    Column("not_before", Float, nullable=False, default=0.0),
    Index("lanes_by_age", "head"),
)

REPLIES = Table(
    "replies",
    METADATA,
    Column("chat", BigInteger, primary_key=True, autoincrement=False),
    Column("question", BigInteger, primary_key=True, autoincrement=False),
    Column("reply", BigInteger, nullable=False),
    Column("at", Float, nullable=False),
)

TURNS = Table(
    "turns",
    METADATA,
    Column("chat", BigInteger, primary_key=True, autoincrement=False),
    Column("reply", BigInteger, primary_key=True, autoincrement=False),
    Column("topic", BigInteger, nullable=False),
    Column("follows", BigInteger),  # the reply that the question came after
    Column("question", Text, nullable=False),
    Column("facts", Json, nullable=False),
    Column("at", Float, nullable=False),
    Index("turns_latest", "chat", "topic", "at"),
)

CHATS = Table(
    "chats",
    METADATA,
    Column("chat", BigInteger, primary_key=True, autoincrement=False),
    Column("active", Boolean, nullable=False),
    Column("moved_to", BigInteger),
    Column("at", Float, nullable=False),
)

# The settings of a chat, where they differ from the defaults; those of a private chat are its person's.
PREFERENCES = Table(
    "preferences",
    METADATA,
    Column("chat", BigInteger, primary_key=True, autoincrement=False),
    Column("language", String(16)),
    Column("listens", String(16), nullable=False),
    Column("long_sources", Boolean, nullable=False),
    Column("previews", Boolean, nullable=False),
    Column("at", Float, nullable=False),
)

VOTES = Table(
    "votes",
    METADATA,
    Column("chat", BigInteger, primary_key=True, autoincrement=False),
    Column("reply", BigInteger, primary_key=True, autoincrement=False),
    Column("person", BigInteger, primary_key=True, autoincrement=False),
    Column("up", Boolean, nullable=False),
    Column("reason", String(40)),
    Column("at", Float, nullable=False),
    Index("votes_by_person", "person"),
)

# Questions without a good answer. Nothing here says who asked, or where.
GAPS = Table(
    "gaps",
    METADATA,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("question", String(300), nullable=False),  # normalised: what makes two questions the same
    Column("shown", String(300), nullable=False),  # as it was typed the first time
    Column("language", String(16), nullable=False),
    Column("unknown", Integer, nullable=False),  # how often it got no answer
    Column("disliked", Integer, nullable=False),  # how many say that its answer is bad
    Column("reasons", Json, nullable=False),  # how often each reason was given
    Column("facts", Json, nullable=False),  # what was answered when it was disliked
    Column("first_at", Float, nullable=False),
    Column("last_at", Float, nullable=False),
    Column("closed_at", Float),
    Index("gaps_by_question", "question", unique=True),
    sqlite_autoincrement=True,  # buttons carry ids: a new gap must not get an old one's
)

TALLIES = Table(
    "tallies",
    METADATA,
    Column("day", Date, primary_key=True),
    Column("what", String(40), primary_key=True),
    Column("shard", Integer, primary_key=True, autoincrement=False),  # by process: a row for all would make all wait
    Column("count", Integer, nullable=False),
)

# Pictures of quotes that Telegram has: by the digest of what they show, the id that sends them again.
PICTURES = Table(
    "pictures",
    METADATA,
    Column("digest", String(64), primary_key=True),
    Column("file_id", Text, nullable=False),
    Column("at", Float, nullable=False),
    Index("pictures_by_age", "at"),
)

# How often something was changed that others keep a copy of.
VERSIONS = Table(
    "versions",
    METADATA,
    Column("what", String(40), primary_key=True),
    Column("number", BigInteger, nullable=False),
)

# How much people and groups have written lately, where several bots count together.
BUCKETS = Table(
    "buckets",
    METADATA,
    Column("kind", String(16), primary_key=True),
    Column("who", BigInteger, primary_key=True, autoincrement=False),  # a person or a group
    Column("tokens", Float, nullable=False),
    Column("at", Float, nullable=False),
    Column("told_at", Float),  # the last notice
    Column("pace", String(8), nullable=False),  # what the last message got
    Index("buckets_by_age", "at"),
)

# A row for each bot, written by whoever wants to know whether writing works.
PULSE = Table(
    "pulse",
    METADATA,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("at", Float, nullable=False),
)
