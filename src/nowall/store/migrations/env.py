"""What Alembic runs first."""

from nowall.database import run_migrations

run_migrations()
