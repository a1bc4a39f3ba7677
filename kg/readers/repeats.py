"""A text that stands several times in its file, as pages scraped frame by frame do, is cut to its first copy."""

from collections import Counter

from kg.readers.document import Document

_WINDOW = 40
_SAMPLES = 60
# Shorter things repeat in an honest report: salutations, refrains.
_SHORTEST = 1500


def once(document: Document) -> Document:
    """Return the document up to where its second copy begins, with a remark; as it is where there is none."""
    text = document.text
    if len(text) < 2 * _SHORTEST:
        return document
    step = max(1, len(text) // 2 // _SAMPLES)
    distances: Counter[int] = Counter()
    first: dict[int, int] = {}
    for start in range(0, len(text) // 2, step):
        window = text[start : start + _WINDOW]
        if len(window.split()) != 1 and len("".join(window.split())) < _WINDOW // 2:
            continue
        following = text.find(window, start + _SHORTEST)
        if following >= 0:
            distances[following - start] += 1
            first.setdefault(following - start, start)
    if not distances:
        return document
    distance, agreeing = distances.most_common(1)[0]
    # Nearly all windows of one copy must find their like at the same distance.
    if agreeing * step < 0.6 * min(distance, len(text) // 2):
        return document
    start = first[distance]
    times = text.count(text[start : start + _WINDOW])
    while start > 0 and text[start - 1] == text[start - 1 + distance]:
        start -= 1
    return document.until(start + distance, f"the text stands {times} times; all but the first are left out")
