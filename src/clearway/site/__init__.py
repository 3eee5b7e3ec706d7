"""The resident's pages as a folder of static files. Pure: what is told comes in as values, files go out as bytes."""
