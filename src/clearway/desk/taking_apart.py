"""The process in which one PDF is read: its bytes come in, what was taken or refused goes out, nothing is kept."""

from __future__ import annotations

import sys

import msgspec

from clearway.desk.apart import read_bounded
from clearway.desk.taking import Told
from clearway.intake import take_in
from clearway.problems import Refused


def main() -> None:
    """Read standard input, write what was found as JSON."""
    data = read_bounded()
    try:
        told = Told(taken=take_in(data, "file.pdf"))
    except Refused as refused:
        told = Told(refused=[(each.code, dict(each.params)) for each in refused.problems])
    sys.stdout.buffer.write(msgspec.json.encode(told))


if __name__ == "__main__":
    main()
