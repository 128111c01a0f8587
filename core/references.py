"""What names a file, and must still name it when that file lies elsewhere. Pure."""
