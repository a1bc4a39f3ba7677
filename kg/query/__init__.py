"""Question or SPARQL text → answer, over the union of a graph's parts, wherever they are kept.

``asking`` is the one interface (``Asks``) and what runs a question over it, ``text`` reads SPARQL, ``binding`` makes terms
of parameters, ``things`` finds what they name, ``absence`` says why there are no rows.
"""

from kg.answer import FORMATS, Answer, Term, compact, read_answer, render
from kg.query.asking import Asks, Embedded, answered, as_question, asked_with, run, whole_text
from kg.query.binding import Remark, Value, bind, silent
from kg.query.text import check_syntax, query_form, with_prefixes, with_values
from kg.question import Parameter, Question, parse_question, question, questions, read_question

__all__ = [
    "FORMATS",
    "Answer",
    "Asks",
    "Embedded",
    "Parameter",
    "Question",
    "Remark",
    "Term",
    "Value",
    "answered",
    "as_question",
    "asked_with",
    "bind",
    "check_syntax",
    "compact",
    "parse_question",
    "query_form",
    "question",
    "questions",
    "read_answer",
    "read_question",
    "render",
    "run",
    "silent",
    "whole_text",
    "with_prefixes",
    "with_values",
]
