"""article ─► clean: from a `Document` to a `CleanArticle`, with everything that was dropped and why."""
