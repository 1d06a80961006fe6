"""bridge, transfer, execute_extension: mod_dptools, where a call goes on."""

from voiplab.freeswitch.applications.steps import Bridge, ExecuteExtension, Steps, Transfer


def bridge(data: str) -> Steps:
    """bridge <dial string>: without one nothing happens, and the dialplan goes on."""
    if data.strip():
        yield Bridge(data)


def transfer(data: str) -> Steps:
    """transfer <extension> [<dialplan> [<context>]]"""
    extension, dialplan, context = _three(data)
    if extension:
        yield Transfer(extension, dialplan, context)


def execute_extension(data: str) -> Steps:
    """execute_extension <extension> [<dialplan> [<context>]]"""
    extension, dialplan, context = _three(data)
    if extension:
        yield ExecuteExtension(extension, dialplan, context)


def _three(data: str) -> tuple[str, str, str]:
    words = [*data.split(), "", "", ""]
    return words[0], words[1], words[2]
