"""The history on real files, under a clock turned by hand."""
