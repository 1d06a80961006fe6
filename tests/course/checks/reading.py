"""Checks from YAML, as a lesson has them."""

from textwrap import dedent

from voiplab.course.checks.one import OneCheck
from voiplab.text import yaml
from voiplab.text.schema import fit


def check_of(text: str) -> OneCheck:
    return fit(OneCheck, yaml.read("lesson.yaml", dedent(text).encode()))
