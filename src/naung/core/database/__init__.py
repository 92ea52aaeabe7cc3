"""Django's PostgreSQL, with moments read as fast as Python can."""
