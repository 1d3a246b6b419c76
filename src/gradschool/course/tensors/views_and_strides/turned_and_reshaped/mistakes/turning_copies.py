"""`T` was expected to make a new picture with numbers of its own.

It makes a new *description*; the numbers stay where they are, and so a write through one is seen through the other.
"""
answers = {
    "written_into_the_turned_one": 4,  # <- here
}
