"""Publishing: what stands beside the tables of a release, as text: descriptor, codebook, methods,
citation, and metadata for other tools.

Each takes values and gives text; nothing in it depends on the clock, so that the same inputs give
the same bytes.
"""
