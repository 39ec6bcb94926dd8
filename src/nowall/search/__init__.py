"""Finding candidates: a full-text index over the searchable units, derived from the store."""
