"""The demonstration: a city's years played through the desk by several offices, illustrative in every part."""
