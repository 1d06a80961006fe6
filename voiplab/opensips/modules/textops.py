"""textops: search and replace in the text of a message. Module documentation of OpenSIPS 3.2, "textops"."""

from typing import Final

from voiplab.opensips.modules.shape import function, module

MODULE: Final = module(
    "textops",
    "search and replace in the text of a message",
    functions=(
        function("search", "re:re", "REQUEST, ONREPLY, FAILURE, BRANCH"),
        function("search_body", "re:re", "REQUEST, ONREPLY, FAILURE, BRANCH"),
        function("search_append", "re:re, txt:str", "REQUEST, ONREPLY, FAILURE, BRANCH"),
        function("search_append_body", "re:re, txt:str", "REQUEST, ONREPLY, FAILURE, BRANCH"),
        function("replace", "re:re, txt:str", "REQUEST, ONREPLY, FAILURE, BRANCH"),
        function("replace_body", "re:re, txt:str", "REQUEST, ONREPLY, FAILURE, BRANCH"),
        function("replace_all", "re:re, txt:str", "REQUEST, ONREPLY, FAILURE, BRANCH"),
        function("replace_body_all", "re:re, txt:str", "REQUEST, ONREPLY, FAILURE, BRANCH"),
        function("replace_body_atonce", "re:re, txt:str", "REQUEST, ONREPLY, FAILURE, BRANCH"),
        function("subst", "expression:str", "REQUEST, ONREPLY, FAILURE, BRANCH"),
        function("subst_uri", "expression:str", "REQUEST, ONREPLY, FAILURE, BRANCH"),
        function("subst_user", "expression:str", "REQUEST, ONREPLY, FAILURE, BRANCH"),
        function("subst_body", "expression:str", "REQUEST, ONREPLY, FAILURE, BRANCH"),
    ),
)
