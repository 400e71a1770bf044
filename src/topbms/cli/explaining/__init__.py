"""What `topbms decode` shows of a frame: as a record for programs, as a page for people."""
