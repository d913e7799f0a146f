"""Peers: what other libraries make of the same words. Runs alone, in a Python of its own.

    python -m venv /tmp/peers && /tmp/peers/bin/pip install -r benchmarks/damage/peers.txt

JSON in, `[{"words", "kind"}]`; JSON out, `{library: {"version", "answers", "seconds"}}`, where an
answer is an ISO date, a number as text, or null; a kind that a library has no parser for is "-".
"""

import contextlib
import io
import json
import sys
import time
import warnings
from importlib.metadata import version

warnings.filterwarnings("ignore")


def dateparser_():
    import dateparser

    settings = {"DATE_ORDER": "YMD", "PREFER_DAY_OF_MONTH": "first"}

    def ask(words, kind):
        if kind != "date":
            return "-"
        found = dateparser.parse(words, languages=["zh"], settings=settings)
        return found and found.date().isoformat()

    return ask


def dateutil_():
    from datetime import datetime

    from dateutil import parser

    def ask(words, kind):
        if kind != "date":
            return "-"
        return (
            parser.parse(words, fuzzy=True, yearfirst=True, default=datetime(1, 1, 1))
            .date()
            .isoformat()
        )

    return ask


def recognizers():
    from recognizers_date_time import DateTimeRecognizer
    from recognizers_number import NumberRecognizer
    from recognizers_text import Culture

    dates = DateTimeRecognizer(Culture.Chinese).get_datetime_model()
    numbers = NumberRecognizer(Culture.Chinese).get_number_model()
    percents = NumberRecognizer(Culture.Chinese).get_percentage_model()

    def ask(words, kind):
        found = {"date": dates, "percent": percents}.get(kind, numbers).parse(words)
        if len(found) != 1:
            return None
        if kind == "date":
            return found[0].resolution["values"][0]["value"]
        return found[0].resolution["value"].removesuffix("%")

    return ask


def jionlp_():
    import jionlp

    def ask(words, kind):
        if kind == "date":
            return jionlp.parse_time(words)["time"][0][:10]
        if kind == "money":
            return jionlp.parse_money(words)["num"]
        return "-"

    return ask


def cn2an_():
    import cn2an

    def ask(words, kind):
        if kind == "date":
            return "-"
        return str(cn2an.cn2an(words.rstrip("条件篇期次人名个处%万元宗"), "smart"))

    return ask


PEERS = {
    "dateparser": dateparser_,
    "python-dateutil": dateutil_,
    "recognizers-text-suite": recognizers,
    "jionlp": jionlp_,
    "cn2an": cn2an_,
}


def main():
    tokens = json.load(sys.stdin)
    told = {}
    with contextlib.redirect_stdout(io.StringIO()):
        for name, make in PEERS.items():
            try:
                ask = make()
            except ImportError:
                continue
            answers = []
            with contextlib.suppress(Exception):
                ask("2021年1月29日", "date")  # what it loads at the first call is not counted
            start = time.process_time()
            for token in tokens:
                try:
                    answers.append(ask(token["words"], token["kind"]))
                except Exception:  # a peer that raises has no answer
                    answers.append(None)
            told[name] = {
                "version": version(name),
                "answers": answers,
                "seconds": time.process_time() - start,
            }
    json.dump(told, sys.stdout)


if __name__ == "__main__":
    main()
