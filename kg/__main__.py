"""``kg`` and ``gwr-kg``: run a command, print an error as one line, return its exit code."""

import contextlib
import gc
import os
import re
import sys


def main() -> None:
    """Run the command line.

    Exit code 0: done; 1: what was given is wrong; 2: the command was called wrongly; 130: interrupted.
    """
    # Chinese text must leave whole whatever the console's code page is.
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        code = run(sys.argv[1:] or ["--help"])
    except KeyboardInterrupt:
        code = 130
    sys.exit(code)


def run(arguments: list[str]) -> int:
    """Run one command and return its exit code. Typer's own main would print usage errors on four lines."""
    import click
    from typer.main import get_command

    from kg.cli import app, register
    from kg.cli.app import complain
    from kg.errors import KgError

    register(arguments[0])
    unhurried()
    try:
        try:
            command = get_command(app)
            if {"-h", "--help"} & set(arguments) or len(arguments) == 1:
                from kg.cli.help import speak

                speak(command)
            with command.make_context("kg", arguments) as context:
                context.command.invoke(context)
        finally:
            # Help and version leave by an exception, and what they wrote must arrive too.
            sys.stdout.flush()
    except click.exceptions.Exit as done:
        return done.exit_code
    except click.exceptions.NoArgsIsHelpError as error:
        print(error.ctx.get_help())
        return 0
    except click.ClickException as error:
        complain(_usage(error))
        return error.exit_code
    except KgError as error:
        complain(f"kg: {error.line()}")
        return error.exit_code
    except (KeyboardInterrupt, click.Abort):
        return 130
    except BrokenPipeError:
        # The reader of the pipe (head) has seen enough.
        _discard_output()
    except OSError as error:
        _discard_output()
        complain(f"kg: {_system(error)}")
        return 1
    return 0


def unhurried() -> None:
    """Look for cycles of objects seldom: what is read of reports lives on and has none."""
    gc.freeze()
    gc.set_threshold(100_000, 20, 20)


def _discard_output() -> None:
    """Send what is still buffered nowhere, or the interpreter would try to write it again when it ends."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _system(error: OSError) -> str:
    """Return on one line what the system refused: a file, or else the output itself."""
    from kg.errors import KgError
    from kg.files import advice, reading, reason

    if error.filename is None:
        return KgError("stdout", "room to write", reason(error), advice(error)).line()
    return KgError(error.filename, "a file that can be used", reason(error), reading(error)).line()


def _usage(error: Exception) -> str:
    """Return what is wrong with a call on one line, with the help that says how it is done."""
    import click

    from kg.language import say
    from kg.messages import translated

    assert isinstance(error, click.ClickException)
    context = getattr(error, "ctx", None)
    verb = context.command_path if context else "kg"
    words = " ".join(error.format_message().split()).rstrip(".")
    # Typer repeats what click offers.
    words = translated(re.sub(r"(Did you mean .*?\?) \(?Did you mean .*$", r"\1", words))
    return say(f"{verb}: {words}; see `{verb} --help`", f"{verb}：{words}；请看 `{verb} --help`")


if __name__ == "__main__":
    main()
