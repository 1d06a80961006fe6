"""The directory: domains, groups and users, with what a user inherits from both."""

from collections.abc import Iterator, Sequence

from voiplab.freeswitch.settings import Settings
from voiplab.freeswitch.tree import Node
from voiplab.sip.value import value
from voiplab.text.place import Place


@value(frozen=True, slots=True)
class User:
    """`params` and `variables` hold the user's own first, then those of the group and of the domain that the user lacks."""

    id: str
    number_alias: str
    group: str
    cidr: str
    params: Settings
    variables: Settings
    place: Place

    def param(self, name: str) -> str:
        found = self.params.last(name)
        return found.value if found else ""


@value(frozen=True, slots=True)
class Domain:
    name: str
    params: Settings
    variables: Settings
    users: Sequence[User]
    place: Place


@value(frozen=True, slots=True)
class Directory:
    domains: Sequence[Domain]

    @classmethod
    def of(cls, section: Node) -> "Directory":
        return cls(tuple(_domain(node) for node in section.all("domain")))

    def domain(self, name: str) -> Domain | None:
        """The first domain of that name, in any case."""
        wanted = name.casefold()
        return next((domain for domain in self.domains if domain.name.casefold() == wanted), None)

    def user(self, name: str, domain: str) -> User | None:
        """By id, or by its number-alias; ids are compared without their case."""
        found = self.domain(domain)
        wanted = name.casefold()
        users = found.users if found else ()
        for user in users:
            if wanted in (user.id.casefold(), user.number_alias.casefold()) and wanted:
                return user
        return None


def _domain(node: Node) -> Domain:
    params = Settings.of(node.first("params"))
    variables = Settings.of(node.first("variables"), "variable")
    return Domain(node.get("name"), params, variables, tuple(_users(node, params, variables)), node.place)


def _users(domain: Node, params: Settings, variables: Settings) -> Iterator[User]:
    # A domain with <groups> is searched there only; the two older shapes have users right below it.
    if groups := list(domain.below(["groups", "group"])):
        for group in groups:
            group_params = Settings.of(group.first("params")).over(params)
            group_variables = Settings.of(group.first("variables"), "variable").over(variables)
            for user in group.below(["users", "user"]):
                if user.get("type") != "pointer":
                    yield _user(user, group.get("name"), group_params, group_variables)
        return
    for user in domain.below(["users", "user"]) if domain.first("users") else domain.all("user"):
        yield _user(user, "", params, variables)


def _user(node: Node, group: str, params: Settings, variables: Settings) -> User:
    return User(
        node.get("id"),
        node.get("number-alias"),
        group,
        node.get("cidr"),
        Settings.of(node.first("params")).over(params),
        Settings.of(node.first("variables"), "variable").over(variables),
        node.place,
    )
