"""Checkpoints of every kind of tensor, and what PyTorch reads in each file beside this one.

    /usr/bin/python3 make_golden.py          (Debian's python3-torch 1.13, python3-torchvision 0.14)

basic*, next*: small ResNets as make_checkpoints.py writes them; expected.json has their logits.
tensors.json: for each file name, type, shape and SHA-256 of the values, one behind the other, little-endian.
"""
import argparse, collections, datetime, enum, functools, hashlib, json, os, pathlib, random, sys
import numpy as np
import torch, torch.nn as nn
from torchvision.models.resnet import ResNet, BasicBlock

HERE = os.path.dirname(os.path.abspath(__file__))
NAMES = {torch.float64: "F64", torch.float32: "F32", torch.float16: "F16", torch.bfloat16: "BF16", torch.int64: "I64", torch.int32: "I32",
         torch.int16: "I16", torch.int8: "I8", torch.uint8: "U8", torch.bool: "BOOL", torch.complex64: "C64"}


class Narrow(ResNet):
    """What basic-whole-model.pt is an instance of."""


class Opaque:
    """A class that no reader knows, with tensors in its state."""


class Reduced:
    """A class whose instances are made by a call with a tensor."""
    def __init__(self, tensor): self.tensor = tensor
    def __reduce__(self): return Reduced, (self.tensor,)


class Color(enum.Enum):
    RED = 1
    BLUE = 2


class Mapping(dict):
    """A dict that is made of a dict."""
    def __reduce__(self): return dict, (dict(self),)


class Letters:
    """A set that is made of text."""
    def __reduce__(self): return set, ("abc",)


class Node:
    """What refers to others of its kind."""


Pair = collections.namedtuple("Pair", "first second")


class Sub(torch.Tensor):
    pass


def types():
    values = torch.arange(-6, 6)
    return {NAMES[t]: (values.to(t) / (1 if not t.is_floating_point and not t.is_complex else 4)).to(t) for t in NAMES}


def views():
    base = torch.arange(120, dtype=torch.float32) / 8
    state = collections.OrderedDict()
    state["whole"] = base.view(4, 5, 6)
    state["transposed"] = base.view(10, 12).t()
    state["permuted"] = base.view(4, 5, 6).permute(2, 0, 1)
    state["strided"] = base.view(10, 12)[1::3, ::5]
    state["offset"] = base[100:]
    state["overlapping"] = base.as_strided((7, 5), (3, 1), 2)
    state["expanded"] = base[3:4].expand(6, 4)
    state["expanded_rows"] = base[8:12].view(1, 4).expand(3, 4)
    state["ones"] = base.view(1, 120, 1)[:, 5:9]
    state["scalar"] = base[7]
    state["empty"] = base[:0]
    state["empty_rows"] = torch.zeros(5, 0, 3)
    state["shared"] = state["whole"]
    state["parameter"] = nn.Parameter(base[20:30])
    state["half"] = (base.half().view(12, 10).t())[3:5]
    state["long"] = torch.arange(24).view(4, 6).t()
    return state


def nested():
    shared = torch.ones(2)
    holder = Opaque(); holder.weight = torch.arange(3.0); holder.parts = [torch.zeros(1), {"deep": torch.full((2,), 5.0)}]; holder.me = holder
    return {"epoch": 7, "lr": 0.125, "arch": "resnet", "done": True, "none": None, "model_ema": {"module.a": shared, "module.b": shared},
            "list": [shared, (torch.zeros(1, 2), {3: torch.ones(3)})], "holder": holder, "set": {1, 2}, "bytes": b"abc", "big": 1 << 80,
            "buffers": collections.defaultdict(list, {"x": torch.ones(1)}), "size": torch.Size([1, 2]), "type": torch.float16}


def beside():
    """Plain tensors, and all kinds of objects beside and around them."""
    linear = nn.Linear(3, 2)
    with torch.no_grad():
        for parameter in linear.parameters(): parameter.copy_(torch.arange(float(parameter.numel())).view_as(parameter))
    optimizer = torch.optim.SGD(linear.parameters(), 0.1, momentum=0.9)
    linear(torch.ones(1, 3)).sum().backward(); optimizer.step()
    chain = [Node() for _ in range(400)]
    for one, other in zip(chain, chain[1:]): one.next = other; other.previous = one
    crowd = [Node() for _ in range(25)]
    for one in crowd: one.all = list(crowd)
    doubled = [1]
    for _ in range(60): doubled = [doubled, doubled]
    keys = [Color.RED, Color.BLUE, b"a", pathlib.PurePosixPath("a"), frozenset([1]), np.int64(3), torch.ones(1), nn.Linear(1, 1),
            (1, Color.RED), ((1, 2), 3), tuple(range(9)), None, 2.5, torch.float16, (1, "a")]
    return {"state_dict": linear.state_dict(), "optimizer": optimizer, "named": Pair(torch.ones(1), {"x": torch.ones(2)}),
            "keys": {key: torch.full((2,), float(index)) for index, key in enumerate(keys)}, "mapping": Mapping(x=torch.ones(3)),
            "arguments": argparse.Namespace(lr=0.1, path=pathlib.PurePosixPath("a")), "numpy": [np.float64(1.5), np.arange(3.0), np.random.RandomState(1)],
            "random": random.getstate(), "time": datetime.datetime(2020, 1, 2, tzinfo=datetime.timezone.utc), "partial": functools.partial(sorted, reverse=True),
            "default": collections.defaultdict(functools.partial(int, 3), a=1), "deque": collections.deque([torch.ones(4)], maxlen=3),
            "device": torch.device("cuda:0"), "color": Color.RED, "letters": Letters(), "number": 1 << 4000, "chain": chain, "crowd": crowd, "doubled": doubled}


def key_name(key, index):
    """The text of a key that is the same in any version of Python; else its place."""
    if isinstance(key, tuple) and len(key) <= 8 and not any(isinstance(part, tuple) for part in key):
        parts = [key_name(part, None) for part in key]
        return f"({', '.join(parts)})" if None not in parts else f"#{index}"
    if type(key) in (str, bool, int, float, type(None), torch.dtype): return str(key)
    return None if index is None else f"#{index}"


def flatten(value, path, result, way):
    if id(value) in way or isinstance(value, Node) or path == "doubled": return
    way = way | {id(value)}
    join = lambda key: f"{path}.{key}" if path else str(key)
    if isinstance(value, torch.Tensor): result[path] = value
    elif isinstance(value, dict):
        for index, (key, one) in enumerate(value.items()): flatten(one, join(key_name(key, index)), result, way)
    elif isinstance(value, (list, tuple, collections.deque)):
        for index, one in enumerate(value): flatten(one, join(index), result, way)
    elif isinstance(value, nn.Module):
        for part in (value._parameters, value._buffers, value._modules): flatten(part, path, result, way)
    elif hasattr(value, "__dict__") and not isinstance(value, type): flatten(vars(value), path, result, way)


def facts(tensor):
    values = tensor.detach().contiguous()
    raw = bytes(values.view(torch.int16).numpy().tobytes() if values.dtype == torch.bfloat16 else values.numpy().tobytes())
    return [NAMES[tensor.dtype], list(tensor.shape), hashlib.sha256(raw).hexdigest()]


def main():
    os.chdir(HERE)
    torch.save(types(), "types.pth"); torch.save(types(), "types-legacy.pth", _use_new_zipfile_serialization=False)
    torch.save(types(), "types-protocol4.pth", pickle_protocol=4)
    torch.save(views(), "views.pth"); torch.save(views(), "views-legacy.pth", _use_new_zipfile_serialization=False)
    torch.save(nested(), "nested.pth"); torch.save(nested(), "nested-protocol5.pth", pickle_protocol=5)
    sys.setrecursionlimit(100_000)
    torch.save(beside(), "beside.pth"); torch.save(beside(), "beside-legacy4.pth", pickle_protocol=4, _use_new_zipfile_serialization=False)
    torch.save(torch.arange(6.0).view(2, 3), "tensor.pth")
    torch.save({"a": torch.ones(1), "reduced": Reduced(torch.ones(2))}, "refused-reduced.pth")
    torch.save({"a": torch.ones(1), "sparse": torch.eye(3).to_sparse()}, "refused-sparse.pth")
    torch.save({"a": torch.quantize_per_tensor(torch.ones(4), 0.5, 0, torch.qint8)}, "refused-quantized.pth")
    torch.save({"a": torch.ones(2, dtype=torch.complex128)}, "refused-complex128.pth")
    torch.save({"a": torch.ones(2).as_subclass(Sub)}, "refused-subclass.pth")
    torch.save({"epoch": 1}, "refused-empty.pth")

    class Constant(nn.Module):
        def __init__(self):
            super().__init__()
            self.inner = nn.Linear(3, 2)
        def forward(self, x): return self.inner(x) + torch.tensor([1.5, 2.5])
    torch.manual_seed(3)
    torch.jit.save(torch.jit.trace(Constant(), torch.ones(1, 3)), "constant-torchscript.pt")

    result = {}
    for file in sorted(os.listdir(".")):
        if not file.endswith((".pth", ".pt", ".tar")) or file.startswith("refused"): continue
        found = {}
        if "torchscript" in file:
            module = torch.jit.load(file)
            for name, tensor in [*module.named_parameters(), *module.named_buffers()]: found[name] = tensor
            if file.startswith("constant"): found["CONSTANTS.c0"] = torch.tensor([1.5, 2.5])
        else: flatten(torch.load(file), "", found, frozenset())
        result[file] = {name or "tensor": facts(tensor) for name, tensor in found.items()}
    with open("tensors.json", "w") as out:
        out.write("{\n" + ",\n".join(f' "{file}": {{\n' + ",\n".join(f'  "{n}": {json.dumps(f)}' for n, f in found.items()) + "\n }" for file, found in result.items()) + "\n}\n")


if __name__ == "__main__":
    main()
