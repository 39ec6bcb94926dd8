"""match ─► decide: answer, show both sides, or refuse."""
