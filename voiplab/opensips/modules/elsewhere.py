"""The other modules of OpenSIPS 3.2, by name only: what they offer is not known here, so a script that loads one is refused."""

from typing import Final

ELSEWHERE: Final = frozenset((
    "aaa_diameter", "aaa_radius", "acc", "alias_db", "auth_aaa", "auth_db", "auth_jwt", "avpops", "b2b_sca",
    "b2b_sdp_demux", "benchmark", "cachedb_cassandra", "cachedb_couchbase", "cachedb_local", "cachedb_memcached",
    "cachedb_mongodb", "cachedb_redis", "cachedb_sql", "call_center", "call_control", "callops", "carrierroute", "cfgutils",
    "cgrates", "clusterer", "compression", "cpl_c", "db_berkeley", "db_cachedb", "db_flatstore", "db_http", "db_mysql",
    "db_oracle", "db_perlvdb", "db_postgres", "db_sqlite", "db_text", "db_unixodbc", "db_virtual", "dispatcher",
    "diversion", "dns_cache", "domain", "domainpolicy", "drouting", "emergency", "enum", "event_datagram",
    "event_flatstore", "event_kafka", "event_rabbitmq", "event_route", "event_routing", "event_stream", "event_virtual",
    "event_xmlrpc", "exec", "fraud_detection", "freeswitch", "freeswitch_scripting", "gflags", "group", "h350", "httpd",
    "identity", "imc", "json", "jsonrpc", "ldap", "load_balancer", "lua", "mangler", "mathops", "media_exchange",
    "mediaproxy", "mi_html", "mi_http", "mi_script", "mi_xmlrpc_ng", "mid_registrar", "mmgeoip", "msilo", "msrp_gateway",
    "msrp_relay", "msrp_ua", "nat_traversal", "osp", "peering", "perl", "permissions", "pi_http", "pike",
    "presence_callinfo", "presence_dfks", "presence_dialoginfo", "presence_mwi", "presence_xcapdiff", "presence_xml",
    "prometheus", "proto_bin", "proto_bins", "proto_hep", "proto_msrp", "proto_sctp", "proto_smpp", "proto_tls", "proto_ws",
    "proto_wss", "pua", "pua_bla", "pua_dialoginfo", "pua_mi", "pua_usrloc", "pua_xmpp", "python", "qos", "qrouting",
    "rabbitmq", "rabbitmq_consumer", "ratelimit", "regex", "rest_client", "rls", "rtp_relay", "rtpproxy", "script_helper",
    "sip_i", "sipcapture", "siprec", "snmpstats", "speeddial", "sql_cacher", "sqlops", "sst", "statistics", "status_report",
    "stir_shaken", "stun", "tls_mgm", "tls_openssl", "tls_wolfssl", "tracer", "trie", "uac_redirect", "uac_registrant",
    "uri", "userblacklist", "uuid", "xcap", "xcap_client", "xml", "xmpp",
))  # fmt: skip
