"""What one frame says, for programs and for people: read, named, as a record, or without what is private.

Knows no screen.
"""
