"""Names of somebody's table → things of a build: places, indicators, projects, organisations, with a score and its reasons."""

from kg.match.matching import Matcher
from kg.match.model import TYPES, Candidate, Wanted

__all__ = ["TYPES", "Candidate", "Matcher", "Wanted"]
