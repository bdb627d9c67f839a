"""What stands between a bare machine and a running service; standard library only, so it works on nothing."""
