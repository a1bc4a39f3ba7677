"""``kg`` and ``gwr-kg``: run a command, print an error as one line, return its exit code."""

import os
import sys


def main() -> None:
    """Run the command line.

    Exit code 0: done; 1: what was given is wrong; 2: the command was called wrongly.
    """
    # Chinese text must leave whole whatever the console's code page is.
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="backslashreplace")
    from kg.cli import app
    from kg.errors import KgError

    try:
        app()
    except KgError as error:
        print(f"kg: {error.line()}", file=sys.stderr)
        sys.exit(error.exit_code)
    except BrokenPipeError:
        # The reader of the pipe (head) has seen enough.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
