"""The command line without a screen: arguments, output, and one module a family of commands."""
