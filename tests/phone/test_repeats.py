"""Every run repeats: the same phones with the same seed send the same bytes; another seed makes other tokens only."""

from tests.phone.lan import Lan, microsip, obihai, plain


def played(seed: int, *, idle_phone: bool = False) -> Lan:
    phones = [("microsip-3.22", microsip("1000")), ("obi1062", obihai("1001", X_100rel="supported"))]
    if idle_phone:
        phones.append(("plain-rfc", plain("1002")))
    lan = Lan(*phones, seed=seed)
    lan.later(1, 0, "dial sip:1001@10.0.0.2")
    lan.later(2, 1, "answer")
    lan.later(3, 0, "hold")
    lan.later(4, 0, "dtmf 12")
    lan.later(5, 1, "hang up")
    lan.run()
    return lan


def raw(lan: Lan) -> list[bytes]:
    return [message.raw for message in lan.messages()]


def test_the_same_seed_gives_the_same_bytes() -> None:
    assert raw(played(7)) == raw(played(7))


def test_another_seed_gives_the_same_ladder_in_other_words() -> None:
    one, other = played(7), played(8)
    assert one.ladder() == other.ladder()
    assert [a == b for a, b in zip(raw(one), raw(other), strict=True)] == [False] * len(raw(one))


def test_an_idle_phone_more_changes_nothing() -> None:
    assert raw(played(7)) == raw(played(7, idle_phone=True))
