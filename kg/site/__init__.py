"""The site: a project's last build as pages that people read, as a folder, as one file, or live by ``kg serve``.

``data`` holds what pages are made of, ``links`` where each page is, ``page`` the frame around each, ``kinds`` the list of
kinds of page; each kind is one module with one function ``body``. ``write`` puts all of them into a folder.
"""

from kg.site.data import Site, open_site
from kg.site.kinds import KINDS, render
from kg.site.links import Address, LiveLinks, StaticLinks

__all__ = ["KINDS", "Address", "LiveLinks", "Site", "StaticLinks", "open_site", "render"]
