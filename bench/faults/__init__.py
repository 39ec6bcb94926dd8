"""The bot under fire: mishaps on both sides of it and kills, and whether every question is answered, once."""
