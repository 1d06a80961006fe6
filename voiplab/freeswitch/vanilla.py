"""What an installed FreeSWITCH brings along: the globals that it sets itself, and the files that a lab need not repeat."""

from collections.abc import Mapping
from typing import Final

from voiplab.text.place import Files

_ROOT: Final = b"""\
<document type="freeswitch/xml">
<X-PRE-PROCESS cmd="include" data="vars.xml"/>
<section name="configuration">
<X-PRE-PROCESS cmd="include" data="autoload_configs/*.xml"/>
<configuration name="sofia.conf">
<profiles>
<X-PRE-PROCESS cmd="include" data="sip_profiles/*.xml"/>
</profiles>
</configuration>
</section>
<section name="dialplan">
<X-PRE-PROCESS cmd="include" data="dialplan/*.xml"/>
</section>
<section name="directory">
<X-PRE-PROCESS cmd="include" data="directory/*.xml"/>
</section>
</document>
"""


def completed(files: Files) -> Files:
    """The files with a `freeswitch.xml` of the usual shape when there is none. A `sofia.conf` of the student's own comes first
    there, and the first one counts."""
    return files if "freeswitch.xml" in files else {**files, "freeswitch.xml": _ROOT}


def variables(address: str, hostname: str) -> Mapping[str, str]:
    """The global variables that are set before the first line is read; folders are those of the Debian packages."""
    return {
        "hostname": hostname,
        "local_ip_v4": address,
        "local_mask_v4": "255.255.255.0",
        "local_ip_v6": "::1",
        "base_dir": "/usr",
        "conf_dir": "/etc/freeswitch",
        "log_dir": "/var/log/freeswitch",
        "run_dir": "/var/run/freeswitch",
        "db_dir": "/var/lib/freeswitch/db",
        "mod_dir": "/usr/lib/freeswitch/mod",
        "script_dir": "/usr/share/freeswitch/scripts",
        "grammar_dir": "/usr/share/freeswitch/grammar",
        "fonts_dir": "/usr/share/freeswitch/fonts",
        "images_dir": "/var/lib/freeswitch/images",
        "sounds_dir": "/usr/share/freeswitch/sounds",
        "certs_dir": "/etc/freeswitch/tls",
        "storage_dir": "/var/lib/freeswitch/storage",
        "cache_dir": "/var/cache/freeswitch",
        "recordings_dir": "/var/lib/freeswitch/recordings",
        "htdocs_dir": "/usr/share/freeswitch/htdocs",
        "temp_dir": "/tmp",
        "nat_type": "unknown",
    }
