"""Reports: indicators with their definitions, totals that must add up, maps and workbooks."""
