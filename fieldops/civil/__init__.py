"""Civil status: procedures, statutory clocks, working days, case states; dated."""
