"""The page on releases is true: its steps run one after another, and its tables name what there is."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from kanwu.cli import main
from kanwu.sheet import Missing
from kanwu.workspace.settings import parse_settings

PAGE = Path(__file__).resolve().parents[2] / "docs" / "releasing.md"


def blocks(kind: str) -> list[str]:
    return re.findall(rf"```{kind}\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)


@pytest.fixture
def reports(
    tmp_path_factory: pytest.TempPathFactory, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> Path:
    """The workspace that the page speaks of, with a file of LangExtract's in it."""
    above = tmp_path_factory.mktemp("page")
    reports = folder.rename(above / "my-reports")
    interval = {"start_pos": 1, "end_pos": 4}
    extraction = {"extraction_class": "disclosed.total", "extraction_text": "160"}
    told = {
        "document_id": "liping-2020",
        "extractions": [{**extraction, "char_interval": interval, "attributes": {}}],
    }
    (reports / "out.jsonl").write_text(json.dumps(told), "utf-8")
    monkeypatch.chdir(above)
    return reports


def test_the_walk_runs(reports: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Every block of Python, in its order; the package stands where the page says."""
    steps: dict[str, object] = {}
    for block in blocks("python"):
        exec(block, steps)
    package = reports.parent / "releases" / "2026-1"
    files = {path.name for path in package.iterdir()}
    assert {"dataset.xlsx", "values.parquet", "CITATION.cff"} <= files
    assert "'moved'" in capsys.readouterr().out


def test_the_tables_name_every_file_and_code(
    reports: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """No file of a package and no code of a missing value is left out."""
    assert main(["export", str(reports), "--to", str(reports / "releases" / "a")]) == 0
    page = PAGE.read_text("utf-8")
    for path in (reports / "releases" / "a").iterdir():
        assert f"`{path.name}`" in page
    for one in Missing:
        assert f"| `{one.value}` |" in page or not one.value


def test_the_settings_of_the_page_are_settings(reports: Path) -> None:
    """What the page writes in `kanwu.toml` can be written there, and means what the page says."""
    about = parse_settings('schema = "a"\n' + blocks("toml")[0], "kanwu.toml").release
    assert about.license == "CC-BY-4.0"
    assert about.source_licenses == (("city-a/*", "https://example.org/terms"), ("*", "CC0-1.0"))


def test_the_mapping_and_the_json_are_of_the_shape_that_is_read(
    reports: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The mapping of the page maps; a change of the page has the keys that `diff` prints."""
    (reports / "map.toml").write_text(blocks("toml")[-1], "utf-8")
    (reports / "theirs.csv").write_text("文件,名称,数\nliping-2020,总数,160\n", "utf-8")
    command = ["import", str(reports / "theirs.csv"), "--from", "csv", "--workspace", str(reports)]
    assert main([*command, "--map", str(reports / "map.toml")]) == 0
    (taken,) = capsys.readouterr().out.splitlines()
    assert json.loads(taken)["status"] == "found"
    for name in ("a", "b"):
        assert main(["export", str(reports), "--to", str(reports / "releases" / name)]) == 0
        decide = ["decide", "liping-2020", "report.signed", "--verdict", "amended", "--value"]
        assert main([*decide, "2021-01-29", "--workspace", str(reports), "--as", "li"]) == 0
    capsys.readouterr()
    releases = reports / "releases"
    assert main(["diff", str(releases / "a"), str(releases / "b"), "--as", "json"]) == 0
    (change,) = json.loads(capsys.readouterr().out)["changes"]
    (shown,) = json.loads(blocks("json")[0])["changes"]
    assert list(change) == list(shown)
    assert {key for key in change if change[key] == shown[key]} >= {
        "field",
        "change",
        "new",
        "cause",
    }
