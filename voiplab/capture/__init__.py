"""Captures: pcapng from a recording, and a recording from pcap or pcapng."""
