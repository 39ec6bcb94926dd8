"""What an installation takes, and whether it works: the image, proxies, backups, memory."""
