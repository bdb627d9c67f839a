"""What the demonstration shows of consultations, and what is written in it at the size of a country."""
