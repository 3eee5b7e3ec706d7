"""The web application: a face over the desk, and the one package that imports Django."""
