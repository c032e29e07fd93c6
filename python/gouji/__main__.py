"""The program: ``python -m gouji check 决算.docx``."""

import signal
import sys

from ._gouji import run


def main():
    # Ctrl-C ends the program as it does without Python
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
