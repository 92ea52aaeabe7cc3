"""Pure rules of the simulation: figures, names, arrivals, stories, and the habits of an office's people."""
