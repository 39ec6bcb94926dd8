"""Browsing the corpus: lists and cards for who looks around without asking a question."""

from nowall.catalogue.catalogue import Catalogue

__all__ = ["Catalogue"]
