"""From files to a lab: a lab file with the folders of its nodes beside it.

office.yaml               the lab
files/<node>/...          each node's own files
later/...                 what scripts save while a run goes on
topologies/<name>.yaml    networks that voiplab does not bring along
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from voiplab.lab.lab import Lab
from voiplab.lab.lab_file import lab, topology_name
from voiplab.lab.node_files import bounded_content, node_files
from voiplab.lab.topology_file import topology
from voiplab.net.topology import Topology
from voiplab.text import yaml
from voiplab.text.content import shipped
from voiplab.text.document import Document
from voiplab.text.document import Path as Way
from voiplab.text.nearest import did_you_mean
from voiplab.text.place import ConfigError, Files

FILES: Final = "files"
LATER: Final = "later"
TOPOLOGIES: Final = "topologies"


def open_lab(path: Path) -> Lab:
    """ConfigError with file and line for whatever is wrong; FileNotFoundError when there is no such file."""
    document = yaml.read(path.name, bounded_content(path, path.name))
    folder = path.parent
    opened = lab_of(path.stem, document, (), folder, files_by_node(folder / FILES))
    for name in opened.nodes:
        if not (folder / FILES / name).is_dir():
            says = f"{name} has no files: they are expected beside this one, in the folder {FILES}/{name}"
            raise ConfigError(document.place(("nodes", name)), says)
    return opened


def lab_of(name: str, document: Document, way: Way, folder: Path, files: Mapping[str, Files]) -> Lab:
    """The lab at `way` of a document that lies in `folder`, with these files for its nodes."""
    network = find_topology(document, way, folder)
    return lab(name, document, way, network, files, node_files(folder / LATER))


def files_by_node(folder: Path) -> dict[str, Files]:
    """Each folder below this one is a node's."""
    if not folder.is_dir():
        return {}
    return {path.name: node_files(path) for path in sorted(folder.iterdir()) if path.is_dir()}


def find_topology(document: Document, way: Way, folder: Path) -> Topology:
    """The topology that the lab names: beside it, or among those that voiplab brings along."""
    name = topology_name(document, way)
    known = {path.stem: path for place in (shipped(TOPOLOGIES), folder / TOPOLOGIES) for path in _yaml_files(place)}
    if name not in known:
        guess = did_you_mean(name, known) or f"; there are {', '.join(sorted(known))}"
        raise ConfigError(document.place((*way, "topology")), f"no topology is called {name}{guess}")
    path = known[name]
    return topology(yaml.read(path.name, bounded_content(path, path.name)))


def _yaml_files(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.yaml")) if folder.is_dir() else []
