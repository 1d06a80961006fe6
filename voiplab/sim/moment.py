"""Virtual time: whole microseconds since the run began. Units never hide in a number."""

Moment = int
Duration = int


def ms(count: int) -> Duration:
    return count * 1_000


def seconds(count: int) -> Duration:
    return count * 1_000_000


def stamp(moment: Moment) -> str:
    """`12.034567`, for logs and ladders."""
    return f"{moment // 1_000_000}.{moment % 1_000_000:06d}"
