"""Sites for the tests: Hengyang's, and one of a report that means harm."""

import shutil
from pathlib import Path

from command import put

from kg.build import build
from kg.project import Project, init_project
from kg.site.write import write_site

LONG = "长" * 200
HOSTILE = f"""\
政府工作报告

2020年1月8日在邵阳市第十六届人民代表大会第六次会议上

邵阳市人民政府市长 甲乙丙

各位代表：

一、2019年工作回顾

一年来，𠮷祥大桥建成通车。𠮷𠮷𠮷，地区生产总值增长 7.5%。</script><script>window.hit=1</script>大桥建成通车。<img src=x onerror=window.hit=1>水库建成通车。"><svg onload=window.hit=1>机场建成通车。\u202e目标\u202c مرحبا大桥建成通车。{{{{ 7*7 }}}}水库建成通车。{LONG}大桥建成通车。完成自然
村通水泥路 1228 公里。

二、2020年工作安排

主要预期目标是：地区生产总值增长 8%左右，城镇登记失业率控制在 4.5%以内。确保𠮷祥大桥开工建设。
"""


def hostile(folder: Path) -> Project:
    """Make and build a project of a report that means harm, and of the year after."""
    project = init_project(folder)
    put(project.reports / "430500-2020", HOSTILE)
    put(project.reports / "430500-2021", HOSTILE.replace("2020", "2021").replace("2019", "2020"))
    build(project)
    return project


def written(project: Project, folder: Path) -> Path:
    """Write a site and return its folder."""
    write_site(project, folder)
    return folder


def copied(site: Path, folder: Path) -> Path:
    """Copy a site to spoil it."""
    shutil.copytree(site, folder)
    return folder
