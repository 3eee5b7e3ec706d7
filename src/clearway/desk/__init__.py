"""The desk: the use cases, and the one owner of clock, chance, files, keys and transactions.

Everything begins with :func:`open_office`. A use case takes the open office first and the person who signs second; what
it writes goes through one transaction (``transaction``), which signs, judges (``judging``), compares the public picture
with the owner's (``reach``, ``notices``) and appends to both logs at once. The command line and the Python package are
faces over exactly these functions.
"""
