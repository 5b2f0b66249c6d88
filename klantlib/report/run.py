"""Make the reports of one or more clients: a process each, so that nothing of one can reach another."""

from __future__ import annotations

import multiprocessing
import os
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor, wait
from queue import Empty

from klantlib.report.job import Job, Outcome, Status

Progress = Callable[[str, str, float], None]  # (client, what is being done, how far: 0..1)
GLANCE = 0.1  # seconds between two looks at what the processes say


def run(jobs: list[Job], *, at_once: int = 0, progress: Progress = lambda client, what, part: None) -> list[Outcome]:
    """
    The outcome of every job, in the order asked; `at_once` processes (0 = one per processor).

    Processes are spawned, not forked: a fork would carry over threads and half-open libraries, and Windows has none.
    Each has a pool of its own, so that one that breaks down takes no other with it.
    """
    context = multiprocessing.get_context("spawn")
    messages = context.Queue()
    with ThreadPoolExecutor(min(at_once or os.cpu_count() or 1, len(jobs))) as threads:
        futures = [threads.submit(_alone, job, context, messages) for job in jobs]
        for client, what, part in _heard(messages, futures):
            progress(client, what, part)
        return [future.result() for future in futures]


def _alone(job: Job, context, messages) -> Outcome:
    """One job in a new process; a process that breaks down is an outcome too."""
    with ProcessPoolExecutor(1, mp_context=context, initializer=_listen, initargs=(messages,)) as pool:
        future = pool.submit(_make, job)
        problem = future.exception()
    if problem is None:
        return future.result()
    said = [f"{type(problem).__name__}: {problem}", *([str(problem.__cause__)] if problem.__cause__ else [])]
    return Outcome(job.client, Status.failed, tuple(said))


def _heard(messages, futures: list[Future]) -> Iterator[tuple[str, str, float]]:
    """What the processes say, until all have ended."""
    while True:
        over = not wait(futures, timeout=GLANCE).not_done
        try:
            while True:
                yield messages.get_nowait()
        except Empty:
            if over:
                return


_messages = None  # of this process, set when it starts


def _listen(messages) -> None:
    global _messages
    _messages = messages
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """Nobody waits for this report any more when the process that asked for it is gone, killed for instance."""
    multiprocessing.parent_process().join()
    os._exit(1)


def _make(job: Job) -> Outcome:
    from klantlib.report.making import make  # pandas, nbconvert and the rest: the parent does without

    return make(job, lambda what, part: _messages.put((job.client, what, part)))
