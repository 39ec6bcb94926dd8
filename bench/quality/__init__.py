"""Quality: learning the weights, and measuring answers against question sets."""
