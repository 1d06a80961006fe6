from voiplab.text.place import Place
from voiplab.text.remark import Effect, Remark, nearest


def test_a_remark_reads_like_a_compiler_message() -> None:
    remark = Remark(Place("internal.xml", 12), Effect.IGNORED_THERE, "no such parameter")
    assert str(remark) == "internal.xml:12: ignored there: no such parameter"


def test_a_misspelt_name_is_matched_without_regard_to_case() -> None:
    assert nearest("Enable-100-rel", ["enable-3pcc", "enable-100rel"]) == "enable-100rel"


def test_a_name_that_is_like_none_has_no_nearest_one() -> None:
    assert nearest("zzz", ["enable-3pcc", "enable-100rel"]) is None
