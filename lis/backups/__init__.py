"""What is kept for the day on which everything else is lost: the whole service in a folder, and back again."""
