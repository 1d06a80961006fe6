"""Variables and transformations: how they are written, and which there are."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voiplab.opensips.modules.table import MODULES, exists
from voiplab.opensips.pseudo_variables import PSEUDO_VARIABLES
from voiplab.opensips.variables import BadVariable, Every, Reference, parse_format, parse_variable

ALL = frozenset(("core", *MODULES))

SHEET = [
    "$rm",
    "$ru",
    "$rU",
    "$rd",
    "$rp",
    "$du",
    "$dd",
    "$dp",
    "$ou",
    "$oU",
    "$fu",
    "$fU",
    "$fd",
    "$ft",
    "$fn",
    "$tu",
    "$tU",
    "$td",
    "$tt",
    "$ci",
    "$cs",
    "$ct",
    "$(ct.fields(uri))",
    "$ua",
    "$si",
    "$sp",
    "$Ri",
    "$Rp",
    "$socket_in(ip)",
    "$ml",
    "$cl",
    "$cT",
    "$rb",
    "$rs",
    "$rr",
    "$rc",
    "$retcode",
    "$T_branch_idx",
    "$T_reply_code",
    "$hdr(From)",
    "$(hdr(From)[1])",
    "$var(x)",
    "$avp(x)",
    "$(avp(x)[*])",
    "$(branch(uri)[*])",
    "$au",
    "$bf",
    "$rr_params",
    "$DLG_timeout",
    "$dlg_val(x)",
    "$b2b_logic.key",
    "$b2b_logic.entity(id)",
    "$b2b_logic.scenario",
    "$b2b_logic.ctx(x)",
    "$mf",
    "$T_fr_timeout",
    "$T_fr_inv_timeout",
    "$avp(x)[2]",
]

TRANSFORMATIONS = [
    "{uri.user}",
    "{uri.host}",
    "{uri.port}",
    "{uri.params}",
    "{uri.param,gr}",
    "{s.len}",
    "{s.substr,3,0}",
    "{s.select,1,:}",
    "{s.int}",
    "{s.toupper}",
    "{s.index,x}",
    "{s.md5}",
    "{s.b64encode}",
    "{nameaddr.uri}",
    "{re.subst,/a(,)b/c/g}",
    "{s.substr,$var(a),0}",
    "{uri.user}{s.len}",
    "{csv.value,-1}",
]


@pytest.mark.parametrize("text", SHEET)
def test_the_variables_of_the_labs_are_known(text: str) -> None:
    assert parse_variable(text, ALL).text == text


@pytest.mark.parametrize("text", TRANSFORMATIONS)
def test_the_transformations_of_the_labs_are_known(text: str) -> None:
    assert parse_variable(f"$(ru{text})", ALL).transformations


def test_a_reference_has_its_parts() -> None:
    reference = parse_variable("$(hdr(P-$var(kind))[-1]{s.select,1,;}{s.len})", ALL)
    assert (reference.name, reference.index) == ("hdr", -1)
    assert reference.argument is not None
    assert [part if isinstance(part, str) else part.text for part in reference.argument] == ["P-", "$var(kind)"]
    assert [(str(step), step.arguments) for step in reference.transformations] == [
        ("s.select", ("1", ";")),
        ("s.len", ()),
    ]
    assert parse_variable("$(avp(x)[*])", ALL).index is Every.EVERY
    index = parse_variable("$avp(x)[$var(i)]", ALL).index
    assert isinstance(index, Reference)
    assert index.text == "$var(i)"


def test_a_format_is_a_text_with_variables_in_it() -> None:
    parts = parse_format("5$$ for $rU@$(ru{uri.host}), says $fu.\n", ALL)
    assert [part if isinstance(part, str) else part.text for part in parts] == [
        "5", "$", " for ", "$rU", "@", "$(ru{uri.host})", ", says ", "$fu", ".\n",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("$nosuchvar", "unknown script var $nosuchvar(), maybe a 'loadmodule' statement is missing?"),
        ("$(rx{s.len})", "unknown script var $rx(), maybe a 'loadmodule' statement is missing?"),
        ("$(ru{uri.nosuch})", "unknown transformation: uri.nosuch/uri/10!"),
        ("$(ru{s.substr,1})", "unknown transformation: s.substr,1/s/10!"),
        ("$var", "no name for $var"),
        ("$avp(x)[y]", "invalid index [y]"),
    ],
)
def test_what_does_not_exist_is_refused_in_the_words_of_the_server(text: str, first: str) -> None:
    with pytest.raises(BadVariable) as caught:
        parse_variable(text, ALL)
    assert caught.value.log[0].text == first


def test_a_variable_belongs_to_a_module_that_must_be_loaded() -> None:
    with pytest.raises(BadVariable):
        parse_variable("$DLG_timeout", frozenset(("core", "tm")))


def test_more_than_a_transformation_needs_is_not_looked_at() -> None:
    assert parse_variable("$(ru{uri.params,gr})", ALL).transformations[0].arguments == ("gr",)


def test_every_variable_belongs_to_a_module_that_the_server_has() -> None:
    assert [one.name for one in PSEUDO_VARIABLES.values() if one.module != "core" and not exists(one.module)] == []


@settings(max_examples=300, deadline=None)
@given(st.text("$(){}[]ruvahdp.,sxe*-1 \n\\", max_size=60))
def test_any_text_is_a_format_or_is_refused(text: str) -> None:
    try:
        parts = parse_format(text, ALL)
    except BadVariable:
        pass
    else:
        written = "".join("$" * (part == "$") + part if isinstance(part, str) else part.text for part in parts)
        assert written == text or "$$" in text


def test_variables_inside_of_variables_end_somewhere() -> None:
    with pytest.raises(BadVariable):
        parse_format("$avp(" * 5000 + ")" * 5000, ALL)
