"""The site over HTTP: the same static folder that ``clearway publish`` writes, and what a page without scripts asks.

No account, no database, no session, no cookie. A position is never sent here: a tap is checked on the device. What is
asked in an address (a name, a day) is answered and forgotten; nothing of a request is logged.

``application`` puts Django together, ``folder`` finds the files, ``views`` answer, ``headers`` say what a browser may
do, ``pages`` are the few pages that are not in the folder, ``serving`` is the server.
"""
