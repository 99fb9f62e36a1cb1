"""Loaded last by a fork server: what it has loaded stays, so that its workers share that memory.

A collector that looks through all objects writes to each, and what is written to is shared no more: 15 MB a worker.
"""

from __future__ import annotations

import gc

gc.collect()
gc.freeze()
