"""Nowall and its peers side by side: sets, referee, runs, and what is made of them."""
