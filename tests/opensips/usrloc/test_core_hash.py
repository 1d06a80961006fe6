"""Against ContactIDs that were recorded: their topmost 16 bits are those of the hash of the address of record."""

import pytest

from voiplab.opensips.usrloc.core_hash import core_hash


@pytest.mark.parametrize(
    ("aor", "contact_id"),
    [
        ("bob", 932456229098234394),
        ("alice", 4465107924305324753),
        ("alice@127.0.0.10", 4151404062761298429),
        ("carol", 3304938439048181862),
    ],
)
def test_a_contact_id_begins_with_the_hash_of_its_address_of_record(aor: str, contact_id: int) -> None:
    assert core_hash(aor) & 0xFFFF == contact_id >> 46


def test_in_a_table_of_512_slots_bob_stands_before_alice() -> None:
    assert (core_hash("bob") % 512, core_hash("alice") % 512) == (451, 477)
