"""One message: explained, raw, its session description, why it was sent, and what differs from another one."""
