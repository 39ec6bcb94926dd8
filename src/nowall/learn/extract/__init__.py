"""clean ─► extract: from a `CleanArticle` to facts, quotes, lists and names."""
