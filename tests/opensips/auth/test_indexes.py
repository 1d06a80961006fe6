from voiplab.opensips.auth.indexes import Indexes


def test_a_quiet_server_lets_a_nonce_be_used_again() -> None:
    # Recorded: nonce_expire 30, the same nonce half a second later.
    indexes = Indexes(30)
    assert indexes.reserve(1) == 0
    assert [indexes.use(0), indexes.use(0)] == [True, True]


def test_after_challenges_in_every_second_of_the_window_a_nonce_is_used_once() -> None:
    # Recorded: nonce_expire 2, challenges at 0, 1, 2, 3, 4 and 5 seconds.
    indexes = Indexes(2)
    assert [indexes.reserve(second) for second in range(6)] == [0, 1, 2, 3, 4, 5]
    assert [indexes.use(5), indexes.use(5)] == [True, False]
    assert indexes.reserve(5) == 6
    assert indexes.use(6)


def test_numbers_that_were_never_given_out_cannot_be_used() -> None:
    indexes = Indexes(30)
    assert not indexes.use(0)
    indexes.reserve(1)
    assert not indexes.use(1)


def test_numbers_of_the_window_before_cannot_be_used() -> None:
    indexes = Indexes(2)
    for second in range(8):
        indexes.reserve(second)
    assert [index for index in range(8) if indexes.use(index)] == [4, 5, 6, 7]


def test_more_than_there_are_numbers_are_not_given_out() -> None:
    indexes = Indexes(30)
    given = [indexes.reserve(0) for _ in range(100_001)]
    assert given[-2:] == [99_999, None]
