"""Reading for the data protection pages."""
