"""The spread of one number was expected to be 0.

Of the *sample* it would be; `std` estimates the spread of what the sample came from and divides by n - 1, here 0.
`std(correction=0)` gives 0.
"""
answers = {
    "spread_of_one": 0.0,  # <- here
}
