"""The corpus as pages to look at: articles with their facts, people, disagreements, and a search.

Served by the bot's HTTP front and by ``nowall serve``, or written to a folder by ``nowall export-site``.
"""

from nowall.site.addresses import Addresses
from nowall.site.app import site_routes

__all__ = ["Addresses", "site_routes"]
