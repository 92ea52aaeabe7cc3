"""What is read of a case, always starting from what the actor may see."""
