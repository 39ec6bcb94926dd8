"""Language: one normaliser for both sides, tokens, names, pinyin and scripts (decision 3 of the design)."""
