"""The tests of Concordat; the folders mirror the rooms."""
