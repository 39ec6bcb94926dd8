"""How corpus.db came to be what it is: Alembic's scripts, run by `nowall.database.migrate`."""
