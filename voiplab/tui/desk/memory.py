"""What the application remembers between two sessions: which workspaces were open, and whether the tour was taken.

It is a convenience: a file that cannot be read or written is as good as none.
"""

import os
from pathlib import Path
from typing import Final

from voiplab.course.saving import save
from voiplab.lab.node_files import bounded_content
from voiplab.text import yaml
from voiplab.text.place import ConfigError
from voiplab.text.schema import Schema, fit

FILE: Final = "screen.yaml"
MOST_RECENT: Final = 9


class Remembered(Schema):
    """`recent`: folders of workspaces, the latest first."""

    toured: bool = False
    recent: tuple[str, ...] = ()
    theme: str = ""


def state_folder() -> Path:
    """VOIPLAB_HOME, or where the system keeps such things."""
    home = os.environ.get("VOIPLAB_HOME")
    if home:
        return Path(home)
    from platformdirs import user_state_path

    return user_state_path("voiplab", appauthor=False)


def config_folder() -> Path:
    """Where a person's own settings are: VOIPLAB_HOME, or the system's place for them."""
    home = os.environ.get("VOIPLAB_HOME")
    if home:
        return Path(home)
    from platformdirs import user_config_path

    return user_config_path("voiplab", appauthor=False)


class Memory:
    def __init__(self, folder: Path) -> None:
        self._path = folder / FILE
        self.now = self._read()

    def _read(self) -> Remembered:
        try:
            return fit(Remembered, yaml.read(FILE, bounded_content(self._path, FILE)))
        except (OSError, ConfigError):
            return Remembered()

    @property
    def latest(self) -> Path | None:
        """The workspace that was open last, if it is still there."""
        return next((Path(name) for name in self.now.recent if Path(name).is_dir()), None)

    def opened(self, workspace: Path) -> None:
        name = str(workspace.resolve())
        recent = (name, *(other for other in self.now.recent if other != name))
        self._keep(recent=recent[:MOST_RECENT])

    def toured(self) -> None:
        self._keep(toured=True)

    def chose_theme(self, theme: str) -> None:
        """It counts until another one is chosen, or set in `config.toml`."""
        self._keep(theme=theme)

    def _keep(self, **changes: object) -> None:
        from yaml import safe_dump

        self.now = self.now.model_copy(update=changes)
        try:
            save(self._path, safe_dump(self.now.model_dump(mode="json"), sort_keys=False).encode())
        except OSError:
            pass
