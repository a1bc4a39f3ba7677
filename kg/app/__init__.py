"""``kg app``: a person without a terminal drops one or two reports into the browser, confirms place and year, and reads.

It is the server of ``kg.serve`` on this machine alone, with pages of its own before the others.
"""
