"""Times number and date recognition of a Python peer over a folder of .txt files."""

import argparse
import importlib
import json
import os
import sys
import time
import warnings
from datetime import datetime
from importlib.metadata import version
from pathlib import Path

REFERENCE = datetime(2023, 11, 1)
WARM_UP = "On Monday, 1,200 people left; two weeks ago it was half of 10 March's 3 million."


class Recognizers:
    """Microsoft Recognizers-Text, English: the number and the date-time model.

    The Python packages have no number range model.
    """

    def __init__(self, modules, package):
        number = importlib.import_module(f"{modules}_number")
        date_time = importlib.import_module(f"{modules}_date_time")
        self.version = version(package)
        self.number = number.NumberRecognizer("en-us").get_number_model()
        self.date_time = date_time.DateTimeRecognizer("en-us").get_datetime_model()

    def read(self, text):
        return self.number.parse(text), self.date_time.parse(text, REFERENCE)


class Quantulum:
    """quantulum3 without its classifier. It reads quantities, and no dates."""

    def __init__(self):
        warnings.filterwarnings("ignore", message="Classifier dependencies")
        self.parse = importlib.import_module("quantulum3.parser").parse
        self.version = version("quantulum3")

    def read(self, text):
        return self.parse(text), []


PEERS = {
    "recognizers": lambda: Recognizers("recognizers", "recognizers-text-date-time"),
    "ms-recognizers": lambda: Recognizers("ms_recognizers", "ms-recognizers-text-date-time"),
    "quantulum3": Quantulum,
}


def load(name):
    """Returns the peer, warmed up, and the seconds that took."""
    start = time.perf_counter()
    peer = PEERS[name]()
    peer.read(WARM_UP)
    return peer, time.perf_counter() - start


def documents(folder, max_bytes):
    """Returns the folder's texts in name order, as many whole ones as fit in `max_bytes`."""
    texts, size = [], 0
    for path in sorted(Path(folder).glob("*.txt")):
        data = path.read_bytes()
        if max_bytes is not None and size + len(data) > max_bytes:
            break
        texts.append(data.decode("utf-8"))
        size += len(data)
    return texts, size


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder")
    parser.add_argument("--peer", choices=PEERS, required=True)
    parser.add_argument("--max-bytes", type=int)
    args = parser.parse_args()

    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    texts, size = documents(args.folder, args.max_bytes)
    if not texts:
        parser.error(f"no .txt file within the limit in {args.folder}")
    peer, load_seconds = load(args.peer)

    numbers = dates = failed = 0
    start, cpu = time.perf_counter(), time.process_time()
    for text in texts:
        try:
            found = peer.read(text)
        except Exception as error:  # a peer's own fault: told, and the document still counts
            failed += 1
            print(f"{args.peer} failed: {error!r}", file=sys.stderr)
        else:
            numbers += len(found[0])
            dates += len(found[1])
    seconds, cpu = time.perf_counter() - start, time.process_time() - cpu

    print(json.dumps({
        "peer": args.peer,
        "version": peer.version,
        "documents": len(texts),
        "bytes": size,
        "seconds": round(seconds, 3),
        "mb_per_s": round(size / seconds / 1e6, 4),
        "numbers": numbers,
        "dates": dates,
        "load_seconds": round(load_seconds, 3),
        "cpu_seconds": round(cpu, 3),
        "failed": failed,
    }))


if __name__ == "__main__":
    main()
