"""What executes a script: statements, values, variables and their transformations."""
