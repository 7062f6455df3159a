"""Start the dashboard in a pseudo-terminal, wait for its first screen, quit, and return its exit code."""

import os
import pty
import select
import sys
import time

SECONDS = 60


def main() -> int:
    """Run the program that is named on the command line."""
    process, terminal = pty.fork()
    if process == 0:
        os.environ.update(TERM="xterm-256color", LINES="40", COLUMNS="120")
        os.execv(sys.argv[1], [sys.argv[1], "--demo"])
    shown, end, told = b"", time.monotonic() + SECONDS, False
    while time.monotonic() < end:
        if select.select([terminal], [], [], 0.1)[0]:
            try:
                shown += os.read(terminal, 65536)
            except OSError:  # it has ended
                break
        if not told and b"Milestones" in shown:
            os.write(terminal, b"\x11")  # ctrl+q
            told = True
    else:
        os.kill(process, 9)
        print(shown.decode(errors="replace"))
        return 1
    code = os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])
    print(f"The dashboard was there after {len(shown)} bytes, and ended with {code}.")
    return code if told else 1


if __name__ == "__main__":
    sys.exit(main())
