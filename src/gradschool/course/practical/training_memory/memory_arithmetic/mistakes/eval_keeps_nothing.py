"""`eval()` was expected to switch off the tape.

It tells dropout and BatchNorm how to behave, and autograd goes on keeping what backward would need.
To keep nothing, run the model under `torch.no_grad()` or `torch.inference_mode()`.
"""
answers = {
    "kept_in_eval_mode": 0,  # <- here
}
