"""Reports: indicators with their definitions and denominators, maps and documents."""
