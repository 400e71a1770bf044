"""What `topbms decode` shows people of a frame: a page of text."""
