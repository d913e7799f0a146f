"""Media: what kind each file of a release is, and what addresses licences have."""

from __future__ import annotations

from collections.abc import Mapping

MEDIA: Mapping[str, str] = {
    "csv": "text/csv",
    "jsonl": "application/jsonl",
    "json": "application/ld+json",
    "md": "text/markdown",
    "cff": "application/yaml",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "sqlite": "application/vnd.sqlite3",
    "parquet": "application/vnd.apache.parquet",
}
"""Media types by suffix; the only JSON beside a descriptor is linked data."""


def is_address(license: str) -> bool:
    """Whether a licence was given by its address, and not by its SPDX identifier."""
    return license.startswith(("https://", "http://"))


def address(license: str) -> str:
    """Where a licence can be read: its own address, else that of its SPDX identifier.

    >>> address("CC-BY-4.0"), address("https://example.org/terms"), address("")
    ('https://spdx.org/licenses/CC-BY-4.0', 'https://example.org/terms', '')
    """
    if not license or is_address(license):
        return license
    return f"https://spdx.org/licenses/{license}"
