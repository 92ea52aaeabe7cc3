"""What files hang where, and what is inside them."""
