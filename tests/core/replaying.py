"""A report in our own words, verdicts on it, and what they become on other texts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta

from kanwu.anchor import Anchor, anchor, anchor_reading
from kanwu.correction import Correction, Verdict
from kanwu.extractors import extract
from kanwu.folds import fold
from kanwu.reading import Key, Reading, Value
from kanwu.replay import Replayed, Settled, replay
from kanwu.schema import Schema
from kanwu.source import Source, Span

REPORT = """云岭市梨坪镇2020年政府信息公开工作年度报告

发布时间：2021-02-08 10:20

一、主动公开政府信息情况

全年累计主动公开政府信息160条。其中，政策文件40条，占25%；财政信息120条，占75%。镇里另印了手册96本，分送各村。

二、收到和处理政府信息公开申请情况

本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和
| 申请人情况 | 自然人 | 商业企业 | 科研机构 | 社会公益组织 | 法律服务机构 | 其他 | 总计 |
| 一、本年新收政府信息公开申请数量 | 5 | 2 | 0 | 0 | 0 | 0 |  |
| 二、上年结转政府信息公开申请数量 | 1 | 0 | 0 | 0 | 0 | 0 | 1 |

三、政府信息公开行政复议、行政诉讼情况

梨坪镇政府信息公开工作由党政办承担，来访群众可到一楼大厅查阅，开放时间与办公时间相同。

云岭市梨坪镇人民政府

2021129
"""
CELL = "applications.new_received.natural_person"
BLANK = "applications.new_received.total"
START = datetime(2021, 3, 1, 9, 0, tzinfo=UTC)


class Bench:
    """One report, verdicts on it, and what they become on other texts."""

    def __init__(self, schema: Schema, text: str = REPORT) -> None:
        self.schema = schema
        self.source = Source("liping-2020", text, "utf-8")
        self.readings = extract(fold(self.source), schema)
        self.made: list[Correction] = []

    def reading(self, field: str, item: str | None = None) -> Reading:
        return next(r for r in self.readings if r.key == Key(field, item))

    def say(
        self,
        verdict: Verdict,
        field: str = "",
        value: Value | None = None,
        *,
        item: str | None = None,
        by: str = "li",
        at: Anchor | None = None,
        should_be: Value | None = None,
        of: str = "",
        replaces: str = "",
    ) -> Correction:
        """A verdict on a reading of the report, on the words of an anchor, or on another verdict."""
        place = at
        if not of and not at:
            place = anchor_reading(self.source, self.reading(field, item))
        if verdict in {"confirmed", "sic"} and value is None:
            value = self.reading(field, item).value
        n = len(self.made)
        made = Correction(
            id=f"c{n:03}",
            document="liping-2020",
            reviewer=by,
            verdict=verdict,
            at=START + timedelta(minutes=n),
            field=field,
            item=item,
            was=place.quote if place else "",
            value=value,
            should_be=should_be,
            anchor=place,
            of=of,
            replaces=replaces,
        )
        self.made.append(made)
        return made

    def words(self, quote: str) -> Anchor:
        at = self.source.text.index(quote)
        return anchor(self.source, Span(at, at + len(quote)))

    def on(
        self,
        text: str | None = None,
        readings: Sequence[Reading] | None = None,
        corrections: Sequence[Correction] | None = None,
        snapshots: Mapping[str, Source] | None = None,
    ) -> Replayed:
        new = Source("liping-2020", self.source.text if text is None else text, "utf-8")
        folded = fold(new)
        read = extract(folded, self.schema) if readings is None else readings
        kept = {self.source.sha256: self.source} if snapshots is None else snapshots
        return replay(
            read, self.made if corrections is None else corrections, folded, self.schema, kept
        )


def held(replayed: Replayed, field: str, item: str | None = None, nth: int = 0) -> Settled:
    return next(one for one in replayed.settled if one.reading.key == Key(field, item, nth))


def kinds(replayed: Replayed) -> list[str]:
    return [outcome.kind for outcome in replayed.outcomes]
