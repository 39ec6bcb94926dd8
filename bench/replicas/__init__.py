"""Many processes on one PostgreSQL: whether they answer as one with its own home does, and how quickly."""
