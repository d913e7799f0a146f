"""Kanwu (勘误, errata): read fields out of documents, doubt them, settle the doubts, keep the proof."""
