"""Metadata for other tools is true of the files beside it, and whole by the rules of its format."""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

import frictionless
import pytest
import yaml

from kanwu.errors import UsageError, WorkspaceError
from kanwu.reading import Key
from kanwu.workspace import open_workspace

ABOUT = """
[release]
title = "乡镇年报"
version = "2026.1.0"
license = "CC-BY-4.0"
authors = ["Li Wen", "李 文"]
url = "https://example.org/data"
date = 2026-11-26

[release.source_licenses]
"*" = "https://example.org/terms"
"""


@pytest.fixture
def package(folder: Path) -> Path:
    """A package with both kinds of metadata, and tables in another form beside them."""
    settings = folder / "kanwu.toml"
    settings.write_text(settings.read_text("utf-8") + ABOUT, "utf-8")
    one = open_workspace(folder, "wang")
    one.decide("liping-2020", Key("report.signed"), "amended", value="2021-01-29")
    one.decide("liping-2020", Key("training.date"), "unreadable")
    to = folder / "releases" / "a"
    one.export(str(to), also=("sqlite", "jsonl", "croissant", "ro-crate"))
    return to


def loaded(package: Path, name: str) -> dict[str, object]:
    found: dict[str, object] = json.loads((package / name).read_text("utf-8"))
    return found


def links(told: object) -> Iterator[str]:
    """Every reference: an object that holds an @id and nothing else."""
    if isinstance(told, dict):
        if told.keys() == {"@id"}:
            yield told["@id"]
        for value in told.values():
            yield from links(value)
    elif isinstance(told, list):
        for value in told:
            yield from links(value)


def test_croissant_names_every_file_and_every_column(package: Path) -> None:
    """With its size and hash; each column is one of the CSV that it is said to stand in."""
    told = loaded(package, "croissant.json")
    assert told["conformsTo"] == "http://mlcommons.org/croissant/1.1"
    assert (told["version"], told["datePublished"]) == ("2026.1.0", "2026-11-26")
    assert told["license"] == "https://spdx.org/licenses/CC-BY-4.0"
    files = {one["@id"]: one for one in told["distribution"]}  # type: ignore[attr-defined]
    after = {"croissant.json", "ro-crate-metadata.json", "datapackage.json", "checksums.sha256"}
    assert files.keys() == {path.name for path in package.iterdir()} - after
    for name, one in files.items():
        data = (package / name).read_bytes()
        assert one["sha256"] == hashlib.sha256(data).hexdigest()
        assert one["contentSize"] == f"{len(data)} B"
    sheets = {one["name"]: one for one in told["recordSet"]}  # type: ignore[attr-defined]
    assert sheets.keys() == {"documents", "marks", "values", "withheld", "codebook"}
    for name, one in sheets.items():
        with (package / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            head = next(csv.reader(file))
        assert [field["source"]["extract"]["column"] for field in one["field"]] == head
        assert {field["source"]["fileObject"]["@id"] for field in one["field"]} == {f"{name}.csv"}
    known = {field["@id"] for one in sheets.values() for field in one["field"]}
    assert set(links(told)) <= known | files.keys()


def test_croissant_types_hold_of_every_cell(package: Path) -> None:
    """A number or a date in every cell that has one; a column with codes of missing values is text."""
    told = loaded(package, "croissant.json")
    casts = {"sc:Integer": int, "sc:Float": float, "sc:Date": lambda cell: cell[9]}
    seen = set()
    for one in told["recordSet"]:  # type: ignore[attr-defined]
        types = {field["name"]: field["dataType"] for field in one["field"]}
        with (package / f"{one['name']}.csv").open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                for name, cell in row.items():
                    if cell and types[name] in casts:
                        casts[types[name]](cell)
                        seen.add(types[name])
    assert seen == set(casts)
    (documents,) = (one for one in told["recordSet"] if one["name"] == "documents")  # type: ignore[attr-defined]
    assert {field["dataType"] for field in documents["field"]} == {"sc:Text"}


def test_a_crate_is_flat_and_whole(package: Path) -> None:
    """Each entity once, each reference to one that is there, each file with its size and hash."""
    told = loaded(package, "ro-crate-metadata.json")
    assert told["@context"] == "https://w3id.org/ro/crate/1.2/context"
    graph: list[dict[str, object]] = told["@graph"]  # type: ignore[assignment]
    by_id = {str(one["@id"]): one for one in graph}
    assert len(by_id) == len(graph)
    descriptor, root = by_id["ro-crate-metadata.json"], by_id["./"]
    assert descriptor["about"] == {"@id": "./"}
    assert descriptor["conformsTo"] == {"@id": "https://w3id.org/ro/crate/1.2"}
    assert set(links([{**one, "conformsTo": None} for one in graph])) <= by_id.keys()
    assert (root["name"], root["datePublished"]) == ("乡镇年报", "2026-11-26")
    assert [by_id[one]["name"] for one in links(root["author"])] == ["Li Wen", "李 文"]
    assert [by_id[one]["name"] for one in links(root["contributor"])] == ["wang"]
    (source,) = (by_id[one] for one in links(root["isBasedOn"]))
    text = (package.parents[1] / "documents" / "liping-2020.txt").read_bytes()
    assert source["identifier"] == f"sha256:{hashlib.sha256(text).hexdigest()}"
    assert source["license"] == {"@id": "https://example.org/terms"}
    files = {str(one["@id"]): one for one in graph if one["@type"] == "File"}
    assert list(files) == list(links(root["hasPart"]))
    after = {"ro-crate-metadata.json", "datapackage.json", "checksums.sha256"}
    assert files.keys() == {path.name for path in package.iterdir()} - after
    for name, one in files.items():
        data = (package / name).read_bytes()
        assert (one["contentSize"], one["sha256"]) == (
            str(len(data)),
            hashlib.sha256(data).hexdigest(),
        )
        assert one["description"] not in {None, "", name}


def test_the_package_stays_sound_and_the_same(package: Path) -> None:
    """Frictionless finds no error and nothing to warn of; made again, it is the same bytes."""
    report = frictionless.validate(str(package / "datapackage.json"))
    assert (report.valid, report.stats["warnings"]) == (True, 0), report.flatten(["note"])
    assert {"croissant-json", "ro-crate-metadata-json"} <= {task.name for task in report.tasks}
    before = {path.name: path.read_bytes() for path in package.iterdir()}
    again = ("ro-crate", "croissant", "jsonl", "sqlite")
    open_workspace(package.parents[1]).export(str(package), also=again)  # type: ignore[arg-type]
    assert {path.name: path.read_bytes() for path in package.iterdir()} == before
    cited = yaml.safe_load((package / "CITATION.cff").read_text("utf-8"))
    assert cited["date-released"] == "2026-11-26"


@pytest.mark.parametrize("key", ["license", "date"])
def test_a_crate_without_licence_or_date_is_refused(package: Path, key: str) -> None:
    """It says what to write, and what stood there stands there."""
    folder = package.parents[1]
    settings = folder / "kanwu.toml"
    kept = [
        line for line in settings.read_text("utf-8").splitlines() if not line.startswith(f"{key} =")
    ]
    settings.write_text("\n".join(kept), "utf-8")
    for path in (folder / "corrections").rglob("*.toml"):
        path.unlink()
    before = (package / "checksums.sha256").read_bytes()
    with pytest.raises(UsageError, match=rf"needs the {key}(?s:.)*\[release\]: {key} = "):
        open_workspace(folder).export(str(package), also=("ro-crate",))
    assert (package / "checksums.sha256").read_bytes() == before


def test_a_date_is_a_date(folder: Path) -> None:
    """A text that looks like one is named with its line."""
    settings = folder / "kanwu.toml"
    settings.write_text(settings.read_text("utf-8") + '[release]\ndate = "soon"\n', "utf-8")
    with pytest.raises(WorkspaceError, match=r"kanwu.toml:4: date is 'soon'"):
        open_workspace(folder)


def test_mlcroissant_reads_every_record(package: Path) -> None:
    """The reference loader finds no error, nothing to recommend, and all rows; where it is installed."""
    mlcroissant = pytest.importorskip("mlcroissant")
    dataset = mlcroissant.Dataset(jsonld=str(package / "croissant.json"))
    issues = dataset.metadata.ctx.issues
    assert (issues.errors, issues.warnings) == (set(), set())
    for one in dataset.metadata.record_sets:
        with (package / f"{one.id}.csv").open(encoding="utf-8", newline="") as file:
            assert len(list(dataset.records(one.id))) == len(list(csv.DictReader(file)))


def test_ro_crate_py_reads_the_crate(package: Path) -> None:
    """The reference library finds the files and the people; where it is installed."""
    rocrate = pytest.importorskip("rocrate.rocrate")
    crate = rocrate.ROCrate(package)
    assert crate.version == "1.2"
    assert {one.id for one in crate.data_entities} >= {"values.csv", "croissant.json"}
    assert [one["name"] for one in crate.root_dataset["author"]] == ["Li Wen", "李 文"]
