"""The tables of ``state.db``. Times are seconds since 1970."""

from __future__ import annotations

from sqlalchemy import JSON, BigInteger, Boolean, Column, Float, Index, Integer, MetaData, String, Table, Text, text

METADATA = MetaData()

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
    Column("expires_at", Float),
    Column("closed_at", Float),
    Column("outcome", String(40)),
    Index("inbox_waiting", "lane", "update_id", sqlite_where=text("state = 'waiting'")),
    Index("inbox_closed", "closed_at", sqlite_where=text("state = 'done'")),
)

# A row for every lane that has something to do, or that has to wait.
LANES = Table(
    "lanes",
    METADATA,
    Column("lane", BigInteger, primary_key=True, autoincrement=False),
    Column("head", BigInteger, nullable=False),  # its oldest waiting update: lanes are served by age
    Column("holder", BigInteger, nullable=False, default=0),
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
    Column("facts", JSON, nullable=False),
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
