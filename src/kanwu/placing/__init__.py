"""Placing: anchors made on an old text → their places in a new one, all of a document together.

With the old text at hand (a snapshot) the two texts are aligned as wholes; without it, what the
anchors remember of it is put together and aligned instead. A place is taken only where the quote
or the corrected value stands, between neighbours that are still the same: a wrong place costs
more than a lost one.
"""

from kanwu.placing.form import bare
from kanwu.placing.meaning import says
from kanwu.placing.places import Ask, place

__all__ = ["Ask", "bare", "place", "says"]
