"""SHACL, as much of it as ``ontology/shapes.ttl`` uses: the shapes compiled to functions over an index of the data.

::

    data        quads → Data: subject → predicate → objects, and a store for SPARQL
    compiling   shapes graph → Shape: targets, path, constraints; a feature that is not known raises ValueError
    paths       sh:path → the values of a node
    constraints one function for each constraint component
    literals    well-formedness and order of literals (XML Schema 1.1, part 2)
    queries     sh:sparql
    checking    Shape × Data → findings
    wording     what a finding says where its shape has no sh:message
    reference   the same findings from pySHACL, for comparison

W3C Recommendation of 20 July 2017, with https://www.w3.org/TR/shacl/ as the authority.
"""
