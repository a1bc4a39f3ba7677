"""What a finding says: the shape's ``sh:message``, or a sentence for each constraint component."""

from collections.abc import Mapping, Sequence
from typing import Final

from pyoxigraph import BlankNode, Literal, NamedNode

from kg.language import language
from kg.shacl.data import Term

Wording = Mapping[str, str]
_SENTENCES: Final = {
    "minCount": ("expected at least {} value(s)", "至少应有 {} 个值"),
    "maxCount": ("expected at most {} value(s)", "至多应有 {} 个值"),
    "datatype": ("expected a well-formed {}", "应为合规的 {}"),
    "nodeKind": ("expected {}", "应为 {}"),
    "class": ("expected an instance of {}", "应为 {} 的实例"),
    "in": ("expected one of {}", "应为 {} 之一"),
    "hasValue": ("expected {} among the values", "值中应有 {}"),
    "pattern": ("expected to match {}", "应匹配 {}"),
    "minLength": ("expected at least {} character(s)", "至少应有 {} 个字符"),
    "maxLength": ("expected at most {} character(s)", "至多应有 {} 个字符"),
    "minInclusive": ("expected {} or more", "应不小于 {}"),
    "maxInclusive": ("expected {} or less", "应不大于 {}"),
    "lessThan": ("expected less than {}", "应小于 {}"),
    "lessThanOrEquals": ("expected {} or less", "应不大于 {}"),
    "equals": ("expected the same values as {}", "应与 {} 的值相同"),
    "languageIn": ("expected a text in one of the languages {}", "应为语言 {} 之一的文字"),
    "uniqueLang": ("expected at most one text a language", "每种语言至多一个文字"),
    "qualifiedValueShape": ("expected more values that conform to {}", "符合 {} 的值不足"),
    "or": ("expected to conform to one of {}", "应符合 {} 之一"),
    "not": ("expected not to conform to {}", "不应符合 {}"),
    "node": ("expected to conform to {}", "应符合 {}"),
    "sparql": ("found by the query {}", "由查询 {} 发现"),
}


def messages(literals: Sequence[Term], parameter: str, about: Sequence[Term]) -> Wording:
    """Return language → text: the ``sh:message`` literals if there are any, else the component's sentence."""
    own = {text.language or "": text.value for text in literals if isinstance(text, Literal)}
    if own:
        return own
    english, chinese = _SENTENCES[parameter]
    shown = ", ".join(map(_shown, about))
    return {"en": english.format(shown), "zh": chinese.format(shown)}


def say(wording: Wording, bindings: Mapping[str, Term]) -> str:
    """Return the text in the language of the environment, else always the same other, with ``{?name}`` filled in."""
    text = wording.get(language()) or min(wording.items())[1]
    for name, term in bindings.items():
        text = text.replace(f"{{?{name}}}", term.value).replace(f"{{${name}}}", term.value)
    return text


def _shown(term: Term) -> str:
    if isinstance(term, NamedNode):
        return term.value.rstrip("/#").rpartition("#")[2].rpartition("/")[2]
    return "[…]" if isinstance(term, BlankNode) else term.value
