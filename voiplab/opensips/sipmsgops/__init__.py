"""Module sipmsgops: what is looked at in a message as a whole, and changes of its session description."""
