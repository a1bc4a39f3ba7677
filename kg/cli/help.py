"""The help of verbs in the language of the environment: its texts by the table of messages, its lines no wider than a terminal."""

import inspect
import re
from collections.abc import Iterable, Iterator
from typing import Final, get_type_hints

import click
from typer.models import ArgumentInfo

from kg.language import columns, language
from kg.messages import translated

# What click itself writes, beyond the texts of verbs and their parameters.
_WORDS: Final = {
    "Options": "选项",
    "Arguments": "参数",
    "Commands": "命令",
    "[OPTIONS]": "[选项]",
    "COMMAND": "命令",
    "[ARGS]...": "[参数]...",
    "[required]": "[必填]",
    "[default: ": "[默认：",
}
# One Chinese character, or a run of anything else without blanks: a line may break between them.
_PIECE: Final = re.compile(r"[\u3000-\u9fff\uff00-\uffef]|[^\s\u3000-\u9fff\uff00-\uffef]+|\s+")
# What may not begin a line, nor end one.
_NOT_FIRST, _NOT_LAST = "，。；：、）」》！？…,.;:)", "（「《("


class Context(click.Context):
    """A context whose help is in the language of the environment."""

    def make_formatter(self) -> click.HelpFormatter:
        """Translate the texts of the command, and return what writes them."""
        _translate(self.command)
        if isinstance(self.command, click.Group):
            for command in self.command.commands.values():
                command.short_help = next(paragraphs(command.help or ""), "").rstrip(".。")
        return ChineseFormatter(width=78) if language() == "zh" else super().make_formatter()


def speak(command: click.Command) -> None:
    """Give a command and those in it help in the language of the environment."""
    command.context_class = Context
    for inner in command.commands.values() if isinstance(command, click.Group) else ():
        speak(inner)


def texts(command: click.Command) -> Iterator[str]:
    """Yield every English text in the help of a command and of those in it: paragraphs and parameters."""
    yield from paragraphs(command.help or "", translate=False)
    told = _arguments(command)
    yield from filter(None, (getattr(p, "help", None) or told.get(str(p.name)) for p in command.params))
    for inner in command.commands.values() if isinstance(command, click.Group) else ():
        yield from texts(inner)


def paragraphs(text: str, *, translate: bool = True) -> Iterator[str]:
    """Yield the paragraphs of a help, each one line, translated unless they are to be kept."""
    for paragraph in inspect.cleandoc(text).split("\n\n"):
        line = " ".join(paragraph.split())
        yield translated(line) if translate else line


def _translate(command: click.Command) -> None:
    told = _arguments(command)
    command.help = "\n\n".join(paragraphs(command.help or ""))
    for parameter in command.params:
        words = getattr(parameter, "help", None) or told.get(str(parameter.name))
        if words:
            parameter.help = translated(words)
    # Typer lists the arguments among the options; click 8.5 would list them a second time.
    command.format_arguments = _unwritten  # type: ignore[method-assign]
    if option := command.get_help_option(click.Context(command, help_option_names=["-h", "--help"])):
        option.help = translated(option.help or "")


def _unwritten(ctx: click.Context, formatter: click.HelpFormatter) -> None:
    """Write nothing."""


def _arguments(command: click.Command) -> dict[str, str]:
    """Return the texts of a verb's arguments, which Typer loses with click 8.5."""
    if command.callback is None:
        return {}
    hints = get_type_hints(inspect.unwrap(command.callback), include_extras=True)
    infos = ((name, info) for name, hint in hints.items() for info in getattr(hint, "__metadata__", ()))
    return {name: info.help for name, info in infos if isinstance(info, ArgumentInfo) and info.help}


class ChineseFormatter(click.HelpFormatter):
    """Writes help in Chinese: a Chinese character takes two columns, and lines break between characters."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """Write how a verb is called."""
        self.write(f"用法：{prog} {_known(args)}\n")

    def write_heading(self, heading: str) -> None:
        """Write the head of a list."""
        self.write(f"{'':>{self.current_indent}}{_known(heading)}：\n")

    def write_text(self, text: str) -> None:
        """Write paragraphs."""
        indent = " " * self.current_indent
        blocks = ["\n".join(indent + line for line in wrapped(p, self.width - len(indent))) for p in text.split("\n\n")]
        self.write("\n\n".join(blocks) + "\n")

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        """Write terms with what they mean beside them, or below where they are long."""
        indent, rows = " " * self.current_indent, list(rows)
        widths = [columns(term) for term, _ in rows]
        width = min(max(widths, default=0), col_max) + col_spacing
        for (term, meaning), own in zip(rows, widths, strict=True):
            first, *rest = wrapped(_known(meaning), self.width - len(indent) - width) or [""]
            gap = " " * (width - own) if own + col_spacing <= width else f"\n{indent}{' ' * width}"
            self.write(f"{indent}{term}{gap}{first}".rstrip() + "\n")
            for line in rest:
                self.write(f"{indent}{' ' * width}{line}\n")


def _known(words: str) -> str:
    for en, zh in _WORDS.items():
        words = words.replace(en, zh)
    return words


def wrapped(text: str, width: int) -> list[str]:
    """Break a text into lines of a width, between Chinese characters or at blanks.

    >>> wrapped("按 `kg show` 查看，再裁定。", 14)
    ['按 `kg show`', '查看，再裁定。']
    """
    lines, line = [], ""
    for piece in _PIECE.findall(text):
        over = columns(line + piece.rstrip()) > width and line.strip()
        if over and piece[0] not in _NOT_FIRST and line.rstrip()[-1] not in _NOT_LAST:
            lines.append(line.rstrip())
            line = ""
        line += piece if line else piece.lstrip()
    return [*lines, line.rstrip()] if line.strip() else lines
