"""Who may look: passwords, tokens, sessions, the addresses of visitors, and the guard that stands before every page.

    guard ─► visit (who comes, from where) ─► porter (password, token or session) ─► the pages
             hosts, origins, bounds            attempts (wrong ones wait)

Knows nothing of what is shown.
"""
