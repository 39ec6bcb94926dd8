"""The flow that learns: article, clean, extract, verify, store, index; and the pack that editors write."""
