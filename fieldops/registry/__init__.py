"""Review lists of the hamlets: read and judged row by row, before any table is touched."""
