"""What a consultation asks: its pages of questions, and where its answers are kept."""
