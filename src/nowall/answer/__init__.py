"""The answer flow: question ─► understand ─► match ─► decide ─► compose ─► render."""
