"""Module nathelper: what a server does for telephones behind NAT."""
