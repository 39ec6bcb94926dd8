"""question ─► understand: from raw text to a `Question`."""
