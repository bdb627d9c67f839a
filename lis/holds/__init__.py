"""Times in which nothing is issued or published: announced ahead, ended by the clock, excepted by two people."""
