"""What Prometheus is told. docs/operations.md says what each of these means and when to act."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

REGISTRY = CollectorRegistry()
_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 60.0, 600.0)

UPDATES = Counter("nowall_updates", "Updates taken from Telegram and kept", ["kind"], registry=REGISTRY)
OUTCOMES = Counter("nowall_update_outcomes", "Updates that are done", ["outcome"], registry=REGISTRY)
ANSWERS = Counter("nowall_answers", "Questions asked of the engine", ["status"], registry=REGISTRY)
STAGE_SECONDS = Histogram(
    "nowall_stage_seconds",
    "Time of an update's stages: waiting in the inbox, asking the engine, the call to Telegram, all of it",
    ["stage"],
    buckets=_SECONDS,
    registry=REGISTRY,
)
FAILURES = Counter("nowall_failures", "Failures while handling updates", ["verdict"], registry=REGISTRY)
FLOOD_WAITS = Counter("nowall_flood_waits", "Times that Telegram asked a chat to wait", registry=REGISTRY)
FLOOD_SECONDS = Counter("nowall_flood_wait_seconds", "Seconds that it asked for", registry=REGISTRY)
TAKEN_OVER = Counter("nowall_lanes_taken_over", "Chats whose lease had run out", registry=REGISTRY)
ON_DUTY = Gauge("nowall_on_duty", "Whether this bot polls or keeps the webhook", registry=REGISTRY)
POLLS = Counter("nowall_polls", "Calls of getUpdates", ["result"], registry=REGISTRY)
INLINE = Counter("nowall_inline_queries", "Inline queries taken", registry=REGISTRY)
OPEN_UPDATES = Gauge("nowall_open_updates", "Updates that are taken and not done", registry=REGISTRY)
OLDEST_SECONDS = Gauge("nowall_oldest_update_seconds", "How long the oldest open update waits", registry=REGISTRY)
CORPUS = Gauge("nowall_corpus", "How much there is to ask about", ["what"], registry=REGISTRY)


def exposition() -> bytes:
    """All of it in the text format of Prometheus."""
    return generate_latest(REGISTRY)
