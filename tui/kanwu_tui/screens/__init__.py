"""Screens of the desk: one screen, one file, its .tcss beside it."""
