"""The order in which the server walks through its tables, as `sofia status` of a recorded server shows it."""

from voiplab.freeswitch.hash_order import in_hash_order

RECORDED = [
    "127.0.0.20",
    "tenant-b.lab",
    "dtmfinfo",
    "nat",
    "tenant-a.lab",
    "timers",
    "threepccproxy",
    "bypass",
    "prack",
    "threepcc",
    "internal",
]


def test_eleven_names_come_out_as_recorded() -> None:
    assert in_hash_order(sorted(RECORDED)) == RECORDED


def test_of_two_names_in_one_place_the_later_one_comes_first() -> None:
    names = [f"profile{number}" for number in range(30)]
    forwards, backwards = in_hash_order(names), in_hash_order(names[::-1])
    assert sorted(forwards) == sorted(backwards)
    assert forwards != backwards


def test_a_name_of_another_alphabet_has_a_place() -> None:
    assert in_hash_order(["büro", ""]) in (["büro", ""], ["", "büro"])
