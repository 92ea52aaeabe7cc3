"""What people enter about a case, checked; saved by the operations."""
