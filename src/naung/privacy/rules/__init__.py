"""What the data protection pages do by rule, apart from any database."""
