from voiplab.text.place import Place
from voiplab.text.remark import Effect, Remark


def test_a_remark_reads_like_a_compiler_message() -> None:
    remark = Remark(Place("internal.xml", 12), Effect.IGNORED_THERE, "no such parameter")
    assert str(remark) == "internal.xml:12: ignored there: no such parameter"
