"""What a person or a program reads first in a published folder: licences, how to cite it, what lies where, checksums."""

import json
from collections.abc import Iterable, Iterator
from typing import Final

from kg.publish.catalogue import File
from kg.publish.provenance import software
from kg.publish.settings import Settings
from kg.site.data import Site
from kg.site.page import half

# Licences that the Citation File Format names by their SPDX identifiers.
_SPDX: Final = {"https://creativecommons.org/licenses/by/4.0/": ("CC BY 4.0", "CC-BY-4.0")}


def notices(site: Site, settings: Settings, dumps: Iterable[File]) -> Iterator[tuple[str, bytes]]:
    """Yield the files for people."""
    yield "LICENSE.md", _licence(site).encode()
    yield "CITATION.cff", _citation(site, settings).encode()
    yield "README.md", _readme(site, settings, dumps).encode()
    # GitHub Pages leaves out folders that begin with a dot, unless told not to build anything.
    yield ".nojekyll", b""


def checksums(files: Iterable[File]) -> bytes:
    """Return lines as ``sha256sum -c`` reads them."""
    return "".join(f"{file.sha256}  {file.path}\n" for file in sorted(files, key=lambda f: f.path)).encode()


def licence_name(address: str) -> str:
    """Return how a licence is called, its address where nobody has said."""
    return _SPDX.get(address, (address, ""))[0]


def _licence(site: Site) -> str:
    address = site.project.licence
    name = licence_name(address)
    return f"""# Licences · 许可

| | |
|---|---|
| annotations, vocabulary, decisions · 标注、词表、裁定 | {name}, {address} |
| software, gwr-kg · 软件 | Apache-2.0, https://www.apache.org/licenses/LICENSE-2.0 |
| texts of the reports · 报告原文 | their publishers': the governments'; quoted here where a statement rests on them · 归发布报告的各级政府；此处引用陈述所依据的文字 |

Reports of governments are documents of an administrative nature (Copyright Law of China, Article 5).
政府工作报告属于具有行政性质的文件（《著作权法》第五条）。

The scripts of the pages have licences of their own: `assets/LICENSES.txt`.
网页所用脚本的许可见 `assets/LICENSES.txt`。
"""


def _citation(site: Site, settings: Settings) -> str:
    """Return a Citation File Format 1.2.0 file; a text in JSON is a text in YAML."""
    spdx = _SPDX.get(site.project.licence)
    entries: dict[str, object] = {
        "cff-version": "1.2.0",
        "message": "If you use these data, please cite them as below. 使用本数据请按此引用。",
        "type": "dataset",
        "title": site.title,
        "authors": [{"name": site.project.publisher} | ({"website": u} if (u := settings.publisher_url) else {})],
        "version": site.content_hash[:16],
        "url": settings.url,
        **({"date-released": settings.issued} if settings.issued else {}),
        **({"license": spdx[1]} if spdx else {"license-url": site.project.licence}),
        "keywords": ["政府工作报告", "government work report", "knowledge graph", "linked data"],
    }
    if settings.contact:
        person = {"name": settings.contact_name or site.project.publisher}
        person |= {"email": e} if (e := settings.contact_email) else {}
        person |= {"website": u} if (u := settings.contact_url) else {}
        entries["contact"] = [person]
    return "".join(f"{key}: {json.dumps(value, ensure_ascii=False)}\n" for key, value in entries.items())


def _readme(site: Site, settings: Settings, dumps: Iterable[File]) -> str:
    zh, en = half(site.title, "zh"), half(site.title, "en")
    listed = "".join(f"| `{f.path}` | {f.size:,} |\n" for f in sorted(dumps, key=lambda f: f.path))
    left = ""
    if held := site.manifest.get("withheld"):
        n, level = held["statements"], held["level"]
        left = (
            f"\n{n:,} statements of a review status below `{level}` are left out; the numeral ledger names the numbers "
            f"that stand only in them. 审核状态低于 `{level}` 的 {n:,} 条陈述未列入；数字台账标出只见于其中的数字。\n"
        )
    return f"""# {zh} · {en}

`index.html` · {settings.url}

{len(site.reports)} reports, version `{site.content_hash[:16]}`, made by {software()}. {len(site.reports)} 份报告，版本
`{site.content_hash[:16]}`，由 {software()} 生成。
{left}
| | |
|---|---|
| `catalog.ttl`, `catalog.jsonld` | the catalogue (DCAT 3, DCAT-AP 3.0.0) · 目录 |
| `.well-known/void`, `void.ttl` | counts and links (VoID) · 计数与链接 |
| `provenance.ttl`, `quality.ttl` | how it was made (PROV-O), how good it is (DQV) · 出处与质量 |
| `report/`, `project/`, `org/`, … | pages, and beside each its data in Turtle, JSON-LD and N-Triples · 页面及其数据 |
| `statement/` | statements with their passages, by the first digit of their names · 陈述及所依据的文字 |
| `ontology/` | terms, codes, shapes, JSON-LD context · 术语、代码、约束、上下文 |
| `redirects/` | rules for nginx and w3id; `.htaccess` is Apache's · 重定向规则 |
| `SHA256SUMS` | `sha256sum -c SHA256SUMS` |
| `LICENSE.md`, `CITATION.cff` | licences, how to cite · 许可与引用 |

| file · 文件 | bytes · 字节 |
|---|---:|
{listed}"""
