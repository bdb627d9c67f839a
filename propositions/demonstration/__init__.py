"""The story that the demonstration tells: a winter in which areas ask and departments answer."""
