"""Counter-wordings: other words for an ask, drafted and cleared inside one body before both sides read them."""
