"""How sure nowall is, what its layers bring, and what its features bring: the parts of the three commands."""
