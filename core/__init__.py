"""The model of a vault: reads notes, finds what waits for a decision, writes decisions back."""
