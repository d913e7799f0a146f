"""Choices: the forms that a person names on the command line, where nothing heavy is imported."""

from __future__ import annotations

from typing import Literal

Form = Literal[
    "datapackage",
    "csv",
    "jsonl",
    "xlsx",
    "sqlite",
    "parquet",
    "label-studio",
    "web-annotation",
]
"""What a release can be written as."""
Also = Literal["jsonl", "xlsx", "sqlite", "parquet", "croissant", "ro-crate"]
"""What a package can hold besides its CSV: the same tables in other forms, or more metadata."""
Notation = Literal["langextract", "label-studio", "csv", "jsonl", "json"]
"""What other tools' extractions are written in."""
Host = Literal["github", "gitlab"]
"""Code hosts that show findings beside their lines."""
Engine = Literal["local", "dask"]
"""Where documents are read: on this machine, or on a Dask cluster."""
