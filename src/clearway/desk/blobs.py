"""The blobs at hand as the projection asks for them: by id, read from the ledger when needed."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Iterator, Mapping

from clearway.ledger.contract import Ledger

_KEPT = 256
_LARGEST_KEPT = 1 << 20


def blob_id(data: bytes) -> str:
    """The id of a blob: the hash of its bytes."""
    return "sha256:" + hashlib.sha256(data).hexdigest()


class LedgerBlobs(Mapping[str, bytes]):
    """Blobs of a ledger, and those of a transaction that is not written yet (``coming``)."""

    def __init__(self, ledger: Ledger, coming: Mapping[str, bytes] | None = None) -> None:
        self._ledger = ledger
        self._coming = dict(coming or {})
        self._kept: OrderedDict[str, bytes] = OrderedDict()

    def with_coming(self, blobs: Mapping[str, bytes]) -> LedgerBlobs:
        """The same blobs and those of a transaction that is being prepared."""
        return LedgerBlobs(self._ledger, blobs) if blobs else self

    def __getitem__(self, blob: str) -> bytes:
        data = self._coming.get(blob) or self._kept.get(blob)
        if data is None:
            data = self._ledger.blob(blob)
            if data is None:
                raise KeyError(blob)
            if len(data) <= _LARGEST_KEPT:
                self._kept[blob] = data
                if len(self._kept) > _KEPT:
                    self._kept.popitem(last=False)
        return data

    def __iter__(self) -> Iterator[str]:
        return iter(sorted({*self._coming, *self._ledger.blob_ids()}))

    def __len__(self) -> int:
        return sum(1 for _ in self)
