"""The officer's page: drafts beside their words, confirmed one by one in a browser on this machine.

There are no accounts yet, so nobody else may reach it: it listens on 127.0.0.1 alone, its addresses hold a secret of
this run, and a form counts only from its own page. Nothing is kept in the browser.
"""
