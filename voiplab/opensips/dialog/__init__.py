"""What the module dialog remembers of a call, and what it does of its own accord."""
