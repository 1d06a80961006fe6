from voiplab.freeswitch.caseless import Caseless


def test_a_variable_is_found_in_any_case_and_listed_as_it_was_written_last() -> None:
    variables = Caseless()
    variables["Ringback"] = "one"
    variables["other"] = "two"
    variables["ringback"] = "three"
    assert variables["RINGBACK"] == "three"
    assert list(variables.items()) == [("ringback", "three"), ("other", "two")]


def test_what_is_taken_away_is_gone_in_every_case() -> None:
    variables = Caseless()
    variables["Ringback"] = "one"
    del variables["rINGBACK"]
    assert (len(variables), "Ringback" in variables) == (0, False)
