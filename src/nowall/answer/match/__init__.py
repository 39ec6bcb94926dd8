"""question ─► match: candidates from the index, then a ranker that thinks about each."""
