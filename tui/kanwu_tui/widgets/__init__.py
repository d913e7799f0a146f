"""Panes that each show one value; what they draw is a pure function, they only show it."""
