"""Pages of emergency access, special access and data protection."""
