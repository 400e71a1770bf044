"""The line protocol over HTTP."""
