from voiplab.opensips.usrloc.location import Location, Settings


def test_records_stand_in_the_order_of_their_slots_and_in_a_slot_by_name() -> None:
    location = Location("location", Settings(hash_size=0), lambda: 0)
    for aor in ("carol", "alice", "bob"):
        location.new_record(aor)
    assert [record.aor for record in location.in_order()] == ["alice", "bob", "carol"]
    location = Location("location", Settings(), lambda: 0)
    for aor in ("alice", "bob"):
        location.new_record(aor)
    assert [record.aor for record in location.in_order()] == ["bob", "alice"]


def test_a_record_without_contacts_goes_when_it_is_released() -> None:
    location = Location("location", Settings(), lambda: 0)
    location.release(location.new_record("alice"))
    assert location.records == {}
