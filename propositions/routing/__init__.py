"""Where an ask goes that names no department, and what follows when a department's remit moves to another."""
