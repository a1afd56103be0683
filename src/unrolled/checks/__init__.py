"""Checks for a network that does not learn, or learns too well: each returns a number that says what to look at."""
