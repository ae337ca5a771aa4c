"""Tables: a row class is its domain noun plus Row; it stores and never decides."""
