"""Reading reports."""
