"""Plain Django views that read and write what the service does, and do nothing else."""
