"""A small Django project on the same database: what pages cost without policy, audit and layout."""
