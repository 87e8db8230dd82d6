"""Runs the snippets of docs/models.md, as they stand there, on an iResNet with random weights, and compares PyTorch with
`magface-eval embed`. Needs PyTorch, NumPy and OpenCV, so CI leaves it alone: npm run build && python3 docs/make/exports.py"""
import os
import re
import subprocess
import sys
import tempfile
import types

import cv2
import numpy as np
import torch
from torch import nn

root = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
text = open(os.path.join(root, "docs", "models.md")).read()
found = re.findall(r"<!-- export (\S+) -->\s*```python\n(.*?)```", text, re.S)
snippets = {name: re.sub(r"^   ", "", code, flags=re.M) if name == "check" else code for name, code in found}


class Block(nn.Module):
    """Normalise, convolve, normalise, convolve, and add the input."""

    def __init__(self, ins, outs, stride):
        super().__init__()
        self.path = nn.Sequential(nn.BatchNorm2d(ins), nn.Conv2d(ins, outs, 3, 1, 1, bias=False), nn.BatchNorm2d(outs),
                                  nn.PReLU(outs), nn.Conv2d(outs, outs, 3, stride, 1, bias=False), nn.BatchNorm2d(outs))
        self.short = nn.Sequential(nn.Conv2d(ins, outs, 1, stride, bias=False), nn.BatchNorm2d(outs))

    def forward(self, x):
        return self.path(x) + self.short(x)


class Network(nn.Module):
    """18 layers; `ends` makes the outputs of the raw embedding."""

    def __init__(self, dim=512, ends=lambda raw, _: raw, quality=False):
        super().__init__()
        widths = [64, 64, 128, 256, 512]
        blocks = [Block(a, b, 2) for a, b in zip(widths, widths[1:])] + [Block(512, 512, 1) for _ in range(4)]
        self.body = nn.Sequential(nn.Conv2d(3, 64, 3, 1, 1, bias=False), nn.BatchNorm2d(64), nn.PReLU(64), *blocks)
        self.end = nn.Sequential(nn.BatchNorm2d(512), nn.Dropout(0.4), nn.Flatten(), nn.Linear(512 * 49, dim), nn.BatchNorm1d(dim))
        self.qs = nn.Linear(dim, 1) if quality else None
        self.ends = ends
        for _ in range(20):  # Statistics as after some training: embeddings differ, and are about 22 long.
            self(nn.functional.interpolate(torch.rand(8, 3, 14, 14) * 2 - 1, size=112, mode="bilinear"))

    def forward(self, x):
        raw = self.end(self.body(x))
        return self.ends(raw, self.qs)


def unit_and_norm(raw, _):
    norm = torch.norm(raw, 2, 1, True)
    return raw / norm, norm


def module(name, **content):
    made = types.ModuleType(name)
    made.__dict__.update(content)
    sys.modules[name] = made
    return made


def backbone(num_classes=512, num_features=None, qs=0, use_se=False, **_):
    return Network(num_features or num_classes, (lambda raw, qs: (raw, qs(raw))) if qs else (lambda raw, _: raw), bool(qs))


def stand_ins():
    """The projects' modules and checkpoints, by their names."""
    iresnet = module("iresnet", iresnet100=backbone)
    module("models", iresnet=iresnet)
    sys.modules["backbones.iresnet"] = iresnet
    module("backbones", get_model=lambda name, **options: backbone(**options), iresnet=iresnet)
    module("net", build_model=lambda name: Network(ends=unit_and_norm))
    keyed = lambda net, head: {head + key: value for key, value in net.state_dict().items()}
    torch.save({"state_dict": {**keyed(backbone(), "features.module."), "fc.weight": torch.zeros(1)}}, "magface_iresnet100.pth")
    torch.save(backbone().state_dict(), "backbone.pth")
    torch.save(backbone().state_dict(), "295672backbone.pth")
    torch.save({"state_dict": {**keyed(Network(), "model."), "head.kernel": torch.zeros(1)}}, "adaface_ir101_webface12m.ckpt")
    torch.save(backbone(qs=1).state_dict(), "181952backbone.pth")


def magface_eval(*words):
    subprocess.run(["node", os.path.join(root, "bin", "magface-eval.js"), *words, "--quiet"], check=True)


def compare(family, net, file, preset):
    """One picture alone, and as the last of five: the batch is open and no embedding hangs on its neighbours."""
    bgr = cv2.imread("face.png").transpose(2, 0, 1)[None].astype(np.float32)
    pixels = bgr / 255 if preset == "magface" else (bgr / 255 - 0.5) / 0.5
    if preset not in ("magface", "adaface"):
        pixels = pixels[:, ::-1].copy()
    options = ["--model", file, "--preset", preset, "--flip", "none", "--no-cache", "--provider", "cpu"]
    magface_eval("embed", "face.png", *options, "--out", "one.list")
    raw = {"adaface": lambda outputs: outputs[0] * outputs[1], "cr-fiqa": lambda outputs: outputs[0]}.get(preset, lambda output: output)
    own_of = lambda pixels: raw(net(torch.from_numpy(pixels)))
    cosine, own, other = scope["difference"](own_of(pixels), "one.list")
    swapped, _, _ = scope["difference"](own_of(pixels[:, ::-1].copy()), "one.list")
    magface_eval("embed", *[f"{i}.png" for i in range(4)], "face.png", *options, "--batch", "5", "--out", "five.list")
    alone, last = (np.array(open(name).readlines()[-1].split()[1:], dtype=np.float32) for name in ("one.list", "five.list"))
    apart = np.abs(alone - last).max() / other
    print(f"| {family} | `{preset}` | {1 - cosine:.0e} | {swapped:.3f} | {own:.4f} | {other:.4f} | {apart:.0e} |")


with tempfile.TemporaryDirectory() as folder, torch.no_grad():
    os.chdir(folder)
    torch.manual_seed(1)
    draw = np.random.default_rng(1)
    for name in ["face", *range(4)]:
        cv2.imwrite(f"{name}.png", cv2.resize(draw.integers(0, 256, (14, 14, 3), dtype=np.uint8), (112, 112)))
    stand_ins()
    scope = {}
    exec(snippets["function"], scope)
    exec(snippets["check"].split("bgr = ")[0], scope)
    print("| family | preset | 1 - cosine | cosine with channels swapped | length in PyTorch | length by the export | alone against in a batch |")
    print("|---|---|---|---|---|---|---|")
    for family, file, preset in [
        ("magface", "magface.onnx", "magface"),
        ("insightface", "arcface.onnx", "insightface"),
        ("elasticface", "elasticface.onnx", "elasticface"),
        ("adaface", "adaface.onnx", "adaface"),
        ("cr-fiqa", "cr-fiqa.onnx", "cr-fiqa"),
    ]:
        exec(snippets[family], scope)
        compare(family, scope["net"], file, preset)
