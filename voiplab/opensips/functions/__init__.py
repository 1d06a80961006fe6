"""What the functions of a script do: one module here for each of OpenSIPS's."""
