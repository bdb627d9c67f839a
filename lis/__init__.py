"""The foundation of Concordat: the engine, the people and places, and everything that any negotiation needs."""
