"""What stands in the lines of the screen, as words and the names of their styles. Pure: no Textual."""
