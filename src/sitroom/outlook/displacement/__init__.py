"""People displaced: how many in the days to come, where to, and what if a place falls."""
