"""What the warm process leaves out of torch: nothing that a learner could notice, and everything that takes long."""

import json
import subprocess
import sys

SCRIPT = """
import json, sys, torch
from gradschool.inside.dynamo import with_dynamo, without_dynamo

def tried(call):
    try:
        return call()
    except Exception as error:
        return f"{type(error).__name__}: {error}"

def gradients():
    x = torch.tensor([1.0, 2.0], requires_grad=True)
    upstream = torch.tensor([3.0, -1.0])
    (x * x).backward(upstream)
    matrix = torch.ones(2, 2, dtype=torch.complex64, requires_grad=True)
    (by_matrix,) = torch.autograd.grad(matrix * 2j, matrix, torch.ones(2, 2, dtype=torch.complex64))
    parameter = torch.nn.Parameter(torch.ones(2))
    optimizer = torch.optim.Adam([parameter], lr=0.5)
    (2 * parameter).backward(upstream)
    optimizer.step()
    return [x.grad.tolist(), torch.view_as_real(by_matrix).tolist(), parameter.tolist()]

def refusals():
    x = torch.ones(3, requires_grad=True)
    batched = lambda: torch.autograd.grad(2 * x, x, torch.eye(3), is_grads_batched=True)[0].tolist()
    return [
        tried(lambda: (2 * x).backward(torch.ones(2))),
        tried(lambda: (2 * x).backward()),
        tried(lambda: (2 * x).backward(torch.ones(3, dtype=torch.complex64))),
        tried(lambda: (2 * x).backward(3.0)),
        tried(batched),
    ]

torch_made = torch.autograd._make_grads
if sys.argv[1] == "light":
    without_dynamo()
found = gradients()
light = "sympy" not in sys.modules
found += refusals()
with_dynamo()
print(json.dumps([found, light, torch.autograd._make_grads is torch_made]))
"""

LIGHT = """
import sys, torch
from gradschool.inside.dynamo import without_dynamo
without_dynamo()
x = torch.nn.Parameter(torch.ones(3))
optimizer = torch.optim.SGD([x], lr=0.1)
(2 * x).backward(torch.ones(3))
optimizer.step()
print(sorted({"sympy", "torch._dynamo"} & sys.modules.keys()))
"""


HOOKS = """
import torch
from gradschool.inside import forbidden, warming
warming.rehearse()
print(torch._C._dispatch_has_kernel_for_dispatch_key("aten::_softmax", "BackendSelect"), bool(forbidden._HOOKS))
with forbidden.Watch(("softmax",)).on():
    print(torch._C._dispatch_has_kernel_for_dispatch_key("aten::_softmax", "BackendSelect"))
"""


def run(script: str, *words: str) -> str:
    done = subprocess.run([sys.executable, "-c", script, *words], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_gradients_and_refusals_are_torchs_own() -> None:
    theirs, heavy, _ = json.loads(run(SCRIPT, "as it is"))
    ours, light, restored = json.loads(run(SCRIPT, "light"))
    assert ours == theirs
    assert any("Mismatch in shape" in str(said) for said in theirs)
    assert (heavy, light) == (False, True), "what is compared are two ways"
    assert restored


def test_what_live_kernels_are_forked_from_has_no_operator_hooked() -> None:
    assert run(HOOKS) == "False False\nTrue\n"


def test_neither_steps_nor_gradients_bring_the_compiler_in() -> None:
    assert run(LIGHT) == "[]\n"
