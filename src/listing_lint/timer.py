"""Stops a rule that takes too long on a listing.

A timer of the processor's time ticks a few times a second. A tick raises `TooSlow` where the rule at work was the
same for as many ticks as its limit holds; else it only counts, so the timer costs nothing. To leave nothing half done,
it raises only in code of this package that runs for the rule: a library, or the import of a module, runs to its end
first. What a rule makes belongs to its listing or to a cache that is filled when a call returns, so an
exception at any point leaves no trace.

Systems without such timers, and threads other than the first, have no ticks: there `Timer.end` tells between two rules
whether the time of the listing is over, and a single rule is not stopped.
"""

from __future__ import annotations

import math
import signal
import sys
import threading
import time
from types import CodeType, FrameType
from typing import Any

from listing_lint.limits import Limits

_TICK = 0.25
_PACKAGE = __name__.partition(".")[0]
# Runs our own functions, and holds a lock meanwhile that an exception gives back.
_PASSES_ON = frozenset({"functools"})


class TooSlow(BaseException):
    """The rule, or (``listing``) all rules together, took more than their time on a listing.

    It is no `Exception`, so that nothing on the way takes it for a fault of its own.
    """

    def __init__(self, listing: bool) -> None:
        super().__init__()
        self.listing = listing


class Timer:
    """While it is entered, rules are stopped. ``listing`` and ``rule`` are set to what is at work, None to nothing."""

    def __init__(self, limits: Limits, boundary: CodeType) -> None:
        """``boundary`` is the code that calls the rules; `TooSlow` arises only below it."""
        self.limits = limits
        self.listing: object = None
        self.rule: object = None
        self._boundary = boundary
        self._seen: list[object] = [None, None]
        self._ticks = [0, 0]
        self._most = [math.ceil(limits.listing_seconds / _TICK), math.ceil(limits.rule_seconds / _TICK)]
        self._before: Any = None
        self._entered = 0

    def __enter__(self) -> Timer:
        self._entered += 1
        is_first = threading.current_thread() is threading.main_thread()
        if self._entered == 1 and is_first and hasattr(signal, "setitimer"):
            self._before = signal.signal(signal.SIGPROF, self._tick)
            signal.siginterrupt(signal.SIGPROF, False)
            signal.setitimer(signal.ITIMER_PROF, _TICK, _TICK)
        return self

    def __exit__(self, *exception: object) -> None:
        self._entered -= 1
        if self._entered == 0 and self._before is not None:
            signal.setitimer(signal.ITIMER_PROF, 0)
            signal.signal(signal.SIGPROF, self._before)
            self._before = None

    def end(self) -> float:
        """When the time of a listing that begins now is over, for `over` to be told; never, where ticks see to it."""
        return math.inf if self._before is not None else time.thread_time() + self.limits.listing_seconds

    @staticmethod
    def over(end: float) -> bool:
        """True where this thread has worked until ``end``."""
        return end < math.inf and time.thread_time() > end

    def _tick(self, number: int, frame: FrameType | None) -> None:
        for index, work in enumerate((self.listing, self.rule)):
            same = work is not None and work is self._seen[index]
            self._ticks[index] = self._ticks[index] + 1 if same else 0
            self._seen[index] = work
        late = [ticks >= most for ticks, most in zip(self._ticks, self._most, strict=True)]
        if any(late) and (own := self._own(frame)) is not None:
            self._ticks[1] = 0
            if own is frame:
                raise TooSlow(listing=late[0])
            self._raise_in(own, TooSlow(listing=late[0]))

    def _own(self, frame: FrameType | None) -> FrameType | None:
        """The innermost frame of our own code that is at work for a rule and not for a library; None where none is."""
        own = None
        while frame is not None and frame.f_code is not self._boundary:
            name = frame.f_globals.get("__name__", "")
            if name.partition(".")[0] == _PACKAGE:
                own = own or frame
            elif name not in _PASSES_ON:
                own = None
            frame = frame.f_back
        return own if frame is not None else None

    def _raise_in(self, own: FrameType, late: TooSlow) -> None:
        """Raises ``late`` as soon as the library that ``own`` has called gives back control."""
        rule, before = self.rule, sys.gettrace()

        def trace(frame: FrameType, event: str, value: Any) -> Any:
            sys.settrace(before)
            own.f_trace = None
            if self.rule is rule:
                raise late

        own.f_trace = trace
        sys.settrace(lambda frame, event, value: None)
