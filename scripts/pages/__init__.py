"""One module a generated page, or part of one. A page is text; none of these modules writes a file."""
