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
    sys.exit(run(sys.argv[1:] or ["--help"]))


def run(arguments: list[str]) -> int:
    """Run one command and return its exit code. Typer's own main would print usage errors on four lines."""
    import click
    from typer.main import get_command

    from kg.cli import app
    from kg.errors import KgError

    command = get_command(app)
    try:
        with command.make_context("kg", arguments) as context:
            command.invoke(context)
        sys.stdout.flush()
    except click.exceptions.Exit as done:
        return done.exit_code
    except click.ClickException as error:
        _complain(_usage(error))
        return error.exit_code
    except KgError as error:
        _complain(f"kg: {error.line()}")
        return error.exit_code
    except BrokenPipeError:
        # The reader of the pipe (head) has seen enough.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except KeyboardInterrupt:
        return 130
    return 0


def _complain(line: str) -> None:
    """Print a line on stderr without what could steer a terminal: names of files may hold anything."""
    print("".join(c if c.isprintable() else "\ufffd" for c in line), file=sys.stderr)


def _usage(error: Exception) -> str:
    """Return what is wrong with a call on one line, with the help that says how it is done."""
    import click

    from kg.language import say

    assert isinstance(error, click.ClickException)
    context = getattr(error, "ctx", None)
    verb = context.command_path if context else "kg"
    words = " ".join(error.format_message().split()).rstrip(".")
    return say(f"{verb}: {words}; see `{verb} --help`", f"{verb}：{words}；请看 `{verb} --help`")


if __name__ == "__main__":
    main()
