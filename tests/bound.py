"""Permissions bind everybody but root: how a test is bound by them where root runs it, as in a container."""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

VERSION = 0x20080522  # _LINUX_CAPABILITY_VERSION_3, capget(2): two blocks of 32 rights each
OVERRIDING = 1 << 1 | 1 << 2  # CAP_DAC_OVERRIDE and CAP_DAC_READ_SEARCH, capabilities(7): root needs no permission


class Header(ctypes.Structure):
    _fields_ = (("version", ctypes.c_uint32), ("pid", ctypes.c_int))


class Rights(ctypes.Structure):
    _fields_ = (("effective", ctypes.c_uint32), ("permitted", ctypes.c_uint32), ("inheritable", ctypes.c_uint32))


@contextmanager
def bound_by_permissions() -> Iterator[None]:
    """Go on without root's right to pass over permissions; this thread alone, not what it begins.

    The user stays who it was: another could not import from, or begin, a Python that lies in root's home.
    """
    if os.geteuid() != 0:
        yield
        return
    if not sys.platform.startswith("linux"):
        pytest.skip("nothing but Linux takes single rights from root")
    libc = ctypes.CDLL(None, use_errno=True)
    header, rights = Header(VERSION, 0), (Rights * 2)()

    def ask(answer: int) -> None:
        if answer:
            raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))

    ask(libc.capget(ctypes.byref(header), rights))
    before = rights[0].effective
    rights[0].effective = before & ~OVERRIDING
    ask(libc.capset(ctypes.byref(header), rights))
    try:
        yield
    finally:
        rights[0].effective = before
        ask(libc.capset(ctypes.byref(header), rights))
