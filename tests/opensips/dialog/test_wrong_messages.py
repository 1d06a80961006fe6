"""Whatever arrives, dialogs go on, and none of them is left when all is over."""

import json

from hypothesis import given, settings
from hypothesis import strategies as some

from tests.opensips.bench import ALICE, BOB, request
from tests.opensips.dialog.calls import CALL, Office, answered, asked, script
from tests.opensips.test_wrong_messages import METHODS, ODD
from voiplab.opensips.console.json_rpc import answer

ALL = "$DLG_status $DLG_lifetime $DLG_flags $DLG_dir $DLG_did $DLG_timeout $DLG_end_reason $dlg_val(a) $DLG_ctx_json"
SCRIPT = script(
    f'create_dialog("PpBE"); $DLG_timeout = 20; $dlg_val(a) = $ct; set_dlg_profile("calls"); xlog("{ALL}\\n");',
    f'match_dialog(); validate_dialog(); xlog("{ALL}\\n"); if ($DLG_status != NULL) fix_route_dialog();',
    f'xlog("{ALL}\\n");',
)
WRONG = [line for line in ODD if not line.startswith("Max-Forwards")]
"""What goes in circles for a thousand hops takes its time, and says nothing of dialogs."""
LIST = '{"jsonrpc": "2.0", "id": 1, "method": "dlg_list_ctx"}'


def office() -> Office:
    return Office(SCRIPT, '"dialog", "profiles_no_value", "calls"', '"dialog", "options_ping_interval", 5')


def is_over(called: Office) -> bool:
    """Every call, by its lifetime at the latest; and what the management interface says can be read until then."""
    assert json.loads(answer(called.server, LIST) or "")["result"]["Dialogs"] is not None
    called.wait(30)
    answer(called.server, LIST)
    called.wait(200)
    return called.dialogs == [] and called.server.leftovers() == []


@settings(max_examples=40, deadline=None)
@given(
    dropped=some.sets(some.integers(0, 6), max_size=2),
    odd=some.lists(some.sampled_from(WRONG), max_size=4),
    method=some.sampled_from(METHODS),
    tag=some.sampled_from(("", "b1")),
)
def test_a_broken_request_begins_no_dialog_that_does_not_end(
    dropped: set[int], odd: list[str], method: str, tag: str
) -> None:
    called = office()
    start, *lines = request(method, f"sip:bob@{BOB}", to_tag=tag)
    kept = [line for place, line in enumerate(lines) if place not in dropped]
    called.send(ALICE, start, *odd, *kept, body="hello")
    called.send(ALICE, start, *kept, *odd, body="hello")
    assert is_over(called)


@settings(max_examples=40, deadline=None)
@given(
    dropped=some.sets(some.integers(0, 7), max_size=2),
    odd=some.lists(some.sampled_from(WRONG), max_size=4),
    method=some.sampled_from(METHODS),
    did=some.sampled_from(("", ";did=", ";did=x", ";did=f.f", ";did=f9b.1efe3fd6")),
)
def test_a_broken_request_inside_of_a_dialog_is_survived(
    dropped: set[int], odd: list[str], method: str, did: str
) -> None:
    called = office()
    called.answer()
    route = called.record_route if not did else f"<sip:127.0.0.10;lr{did}>"
    start, *lines = asked(method, 2, CALL, "b1", f"sip:bob@{BOB}", (f"Route: {route}",))
    kept = [line for place, line in enumerate(lines) if place not in dropped]
    called.send(ALICE, start, *odd, *kept, body="hello")
    called.send(ALICE, start, *kept, *odd, body="hello")
    assert is_over(called)


@settings(max_examples=40, deadline=None)
@given(
    statuses=some.lists(
        some.sampled_from(("100 Trying", "180 Ringing", "200 OK", "302 Moved", "486 Busy", "603 No")), max_size=4
    ),
    tags=some.lists(some.sampled_from(("", "b1", "b2")), min_size=4, max_size=4),
    odd=some.lists(some.sampled_from(WRONG), max_size=3),
)
def test_broken_replies_are_survived(statuses: list[str], tags: list[str], odd: list[str]) -> None:
    called = office()
    called.invite()
    sent = called.latest(BOB)
    for status, tag in zip(statuses, tags, strict=False):
        called.send(BOB, *answered(sent, status, tag, f"sip:bob@{BOB}")[:-1], *odd, "Content-Length: 0")
    assert is_over(called)
