"""The back-to-back user agent: its legs (b2b_entities), and the calls that they belong to (b2b_logic)."""
