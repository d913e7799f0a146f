"""Peers: what people write instead, on the same files. Runs alone, in a Python of its own.

    python -m venv /tmp/peers && /tmp/peers/bin/pip install -r benchmarks/scale/peers.txt
    /tmp/peers/bin/python benchmarks/scale/peers.py FOLDER COUNT

JSON out: `{name: {"documents", "seconds", "values"}}`, processor seconds on one core.
Neither does the same work as kanwu: no offsets kept in a source of several encodings, no tables, no
checks, no candidates, no states; they find values in words, which is the part that can be compared.
"""

import json
import re
import sys
import warnings
from itertools import islice
from pathlib import Path
from time import process_time

warnings.filterwarnings("ignore")
FIELDS = {
    "disclosed": r"主动公开(?:政府)?信息[^。；\d]{0,12}(\d[\d,]*)\s*条",
    "website": r"(?:网站|网上)[^。；\d]{0,20}(\d[\d,]*)\s*条",
    "wechat": r"微信[^。；\d]{0,20}(\d[\d,]*)\s*条",
    "received": r"(?:收到|受理)[^。；\d]{0,20}申请[^。；\d]{0,8}(\d[\d,]*)\s*件",
    "closed": r"(?:办结|答复)[^。；\d]{0,12}(\d[\d,]*)\s*件",
    "review": r"行政复议[^。；\d]{0,12}(\d[\d,]*)\s*件",
    "litigation": r"行政诉讼[^。；\d]{0,12}(\d[\d,]*)\s*件",
    "staff": r"(?:专职|兼职|工作)人员[^。；\d]{0,8}(\d[\d,]*)\s*[名人]",
    "training": r"培训[^。；\d]{0,8}(\d[\d,]*)\s*[次期场]",
    "fees": r"(?:收取|收费)[^。；\d]{0,12}(\d[\d,.]*)\s*万?元",
    "year": r"(20\d\d)\s*年(?:政府)?信息公开",
    "signed": r"(20\d\d年\d{1,2}月\d{1,2}日)\s*$",
}


def recognizers(texts):
    """Every number and every date that recognizers-text finds, paragraph by paragraph."""
    from recognizers_date_time import DateTimeRecognizer
    from recognizers_number import NumberRecognizer
    from recognizers_text import Culture

    numbers = NumberRecognizer(Culture.Chinese).get_number_model()
    dates = DateTimeRecognizer(Culture.Chinese).get_datetime_model()
    numbers.parse("3"), dates.parse("2020年1月2日")
    start, values = process_time(), 0
    for text in texts:
        for line in text.splitlines():
            if line.strip():
                values += len(numbers.parse(line)) + len(dates.parse(line))
    return process_time() - start, values


def pandas_(texts):
    """A dozen patterns, the first match of each, into a DataFrame and out as CSV."""
    import pandas

    patterns = {name: re.compile(words, re.MULTILINE) for name, words in FIELDS.items()}
    start = process_time()
    rows = []
    for text in texts:
        found = {name: pattern.search(text) for name, pattern in patterns.items()}
        rows.append({name: one and one[1] for name, one in found.items()})
    table = pandas.DataFrame(rows)
    for name in FIELDS.keys() - {"signed"}:
        table[name] = pandas.to_numeric(table[name].str.replace(",", ""), errors="coerce")
    table.to_csv()
    return process_time() - start, int(table.notna().sum().sum())


if __name__ == "__main__":
    files = islice(sorted(Path(sys.argv[1]).rglob("*.*")), int(sys.argv[2]))
    texts = [path.read_text("utf-8") for path in files]
    told = {}
    for name, work, some in (
        ("pandas and regular expressions", pandas_, texts),
        ("recognizers-text", recognizers, texts[:: max(1, len(texts) // 40)]),
    ):
        seconds, values = work(some)
        told[name] = {"documents": len(some), "seconds": seconds, "values": values}
    print(json.dumps(told))
