"""An axis of size 1 was expected to drop out.

It is stretched, not dropped: the 1 of the predictions meets the 64 of the targets, and the 64 of the predictions meets nothing.
"""
answers = {
    "predictions_and_targets": (64,),  # <- here
}
