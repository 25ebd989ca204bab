"""Reports: documents of the city's scenarios, made for a period, kept with the snapshot they were made of."""
