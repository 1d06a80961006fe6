"""One session of a class, started by `voiplab serve`: the application, and nothing else of this machine."""

import os
import sys
from pathlib import Path


def main() -> None:
    os.environ["VOIPLAB_KIOSK"] = "1"
    from voiplab.cli.main import collect_less_often
    from voiplab.tui.kiosk import KioskApp

    collect_less_often()
    KioskApp(Path(sys.argv[1])).run()


if __name__ == "__main__":
    main()
