"""The explorer: what the statements of all reports speak of, as one graph with places, to browse in a page."""
