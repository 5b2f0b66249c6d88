"""What is left when a run is broken off from outside?"""

import os
import signal
import subprocess
import sys
import time

import pytest

PATIENCE = 60  # seconds; a busy machine starts a process slowly
SCRIPT = """
from multiprocessing import get_context
from concurrent.futures import ProcessPoolExecutor
import os, time
from klantlib.report.run import _listen
if __name__ == "__main__":
    context = get_context("spawn")
    with ProcessPoolExecutor(1, context, _listen, (context.Queue(),)) as pool:
        print(pool.submit(os.getpid).result(), flush=True)
        pool.submit(time.sleep, 600).result()
"""


def alive(process: int) -> bool:
    """Is this process at work? One that ended and was not yet collected is not."""
    try:
        with open(f"/proc/{process}/stat", encoding="utf-8") as file:
            return file.read().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


@pytest.mark.skipif(not os.path.exists("/proc/self/stat"), reason="asks Linux which processes there are")
def test_no_process_outlives_the_command_that_started_it(tmp_path):
    """Killed, not asked to stop: the process that made the report ends too, and with it its hold on the report."""
    script = tmp_path / "command.py"
    script.write_text(SCRIPT, encoding="utf-8")
    with subprocess.Popen([sys.executable, str(script)], stdout=subprocess.PIPE, text=True) as command:
        worker = int(command.stdout.readline())
        command.send_signal(signal.SIGKILL)
    deadline = time.monotonic() + PATIENCE
    while alive(worker) and time.monotonic() < deadline:
        time.sleep(0.1)

    assert not alive(worker)
