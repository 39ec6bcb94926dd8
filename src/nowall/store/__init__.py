"""Where the corpus is kept: the home folder and, in it, the database that is the truth."""
