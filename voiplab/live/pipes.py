"""The named pipes of a lab's servers, in a folder that only its user may enter.

A path of the server's own, `/tmp/opensips_fifo`, is open to everybody here: the pipe keeps its name, and stands in a folder of
its node.
"""

import re
from collections.abc import Callable, Sequence
from pathlib import Path, PurePosixPath
from typing import Final

from voiplab.live.agenda import Agenda
from voiplab.live.pipe import Pipe, make_way, take_away
from voiplab.live.watch import Watch

_STRANGE: Final = re.compile(r"[^A-Za-z0-9_-]")


class Pipes:
    """`folder`: where they stand; without one there are none."""

    def __init__(self, watch: Watch, agenda: Agenda, folder: Path | None, remark: Callable[[str], None]) -> None:
        self._watch = watch
        self._agenda = agenda
        self._folder = folder
        self._remark = remark
        self._made: list[tuple[str, str, Pipe]] = []

    @property
    def places(self) -> Sequence[tuple[str, str, Path]]:
        """Node, the path in its configuration, and where it is."""
        return [(node, path, pipe.place) for node, path, pipe in self._made if pipe.is_open]

    def open(self, node: str, path: str, hear: Callable[[bytes], None]) -> Pipe | None:
        """None, and a remark, when it cannot be had."""
        name = PurePosixPath(path).name
        if self._folder is None or not name:
            return None
        place = self._folder / _STRANGE.sub("_", node) / name
        try:
            make_way(place)
            pipe = Pipe(self._watch, self._agenda, place, hear, self._remark)
        except (OSError, ValueError) as refused:  # a path with a zero byte is no OSError
            self._remark(f"{node} has no pipe {path}: {refused}")
            return None
        self._made = [one for one in self._made if one[2].is_open] + [(node, path, pipe)]
        return pipe

    def close_all(self) -> None:
        """Nothing is left of them, nor of their folder."""
        for _, _, pipe in self._made:
            pipe.close()
        if self._folder is not None:
            take_away(self._folder)
