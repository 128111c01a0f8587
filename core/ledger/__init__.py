"""What was decided before, recognised where it comes again."""
