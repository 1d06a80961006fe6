"""The modules of OpenSIPS 3.2 as tables: parameters, functions, where they may be called, what they return."""
