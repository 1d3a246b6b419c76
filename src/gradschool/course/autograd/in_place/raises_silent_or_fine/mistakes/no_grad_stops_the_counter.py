"""`no_grad` was expected to stop the counting too.

It stops the recording. A saved tensor that was overwritten is as lost as ever, so the counter goes on.
"""

answers = {
    "doubled_under_no_grad": "silent",  # <- here
}
