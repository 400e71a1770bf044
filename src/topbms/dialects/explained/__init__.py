"""What one frame says, for programs and for people: read, named field by field, as a record. Knows no screen."""
