"""Named faults, planted one at a time into a copy of the package. The laws must catch each (``make mutants``)."""
