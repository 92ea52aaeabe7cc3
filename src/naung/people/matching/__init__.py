"""Whether a child is known already: names, keys, weights, scores. Pure; the look-up and the pages stand elsewhere.

Nothing is loaded here: pages need the words only, and what compares is loaded in the process that compares.
"""
