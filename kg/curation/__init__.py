"""How people work on decisions: what is undecided, deciding it, other tools' proposals, a better text, an audit."""
