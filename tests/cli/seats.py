"""When a seat of a class is free: seen from another process, as the next session sees it."""

import asyncio
from pathlib import Path
from typing import Final

from voiplab.tui.desk.students import LOCK

PATIENCE: Final = 30
"""Seconds."""


async def until_free(students: Path, name: str) -> None:
    """Until nobody holds it. AssertionError when somebody still does after all that time."""
    waiting = await asyncio.create_subprocess_exec("flock", "--timeout", str(PATIENCE), students / name / LOCK, "true")
    assert await waiting.wait() == 0, f"the seat of {name} is still taken"


async def is_free(students: Path, name: str) -> bool:
    asking = await asyncio.create_subprocess_exec("flock", "--nonblock", students / name / LOCK, "true")
    return await asking.wait() == 0
