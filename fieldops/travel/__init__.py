"""Travel: minutes and metres between places, by vehicle, with ferries."""
