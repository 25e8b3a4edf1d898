"""Small networks as PyTorch exports them.

    /usr/bin/python3 make_onnx.py          (Debian's python3-torch 1.13, python3-torchvision 0.14, python3-onnx 1.12)

pytorch-*: [ResNet(BlockType.Basic, 1, 1, BaseWidth = 4, Classes = 3, InputHeight = 33, InputWidth = 47)]
pytorch-zero-pad-*: [ResNet(BlockType.Basic, 1, 1, Stem = Stem.Conv3x3, Shortcut = Shortcut.ZeroPad, BaseWidth = 4, Classes = 3,
InputHeight = 16, InputWidth = 16)], as akamaster/pytorch_resnet_cifar10 writes it.
"""
import torch
import torch.nn as nn
import torch.nn.functional as F
from torchvision.models.resnet import BasicBlock

torch.manual_seed(29)


class Small(nn.Module):
    def __init__(self):
        super().__init__()
        self.stem = nn.Sequential(nn.Conv2d(3, 4, 7, 2, 3, bias=False), nn.BatchNorm2d(4), nn.ReLU(), nn.MaxPool2d(3, 2, 1))
        down = nn.Sequential(nn.Conv2d(4, 8, 1, 2, bias=False), nn.BatchNorm2d(8))
        self.blocks = nn.Sequential(BasicBlock(4, 4), BasicBlock(4, 8, 2, down))
        self.pool = nn.AdaptiveAvgPool2d(1)
        self.fc = nn.Linear(8, 3)

    def forward(self, x):
        return self.fc(torch.flatten(self.pool(self.blocks(self.stem(x))), 1))


class ZeroPad(nn.Module):
    def __init__(self, inputs, channels, stride):
        super().__init__()
        self.conv1 = nn.Conv2d(inputs, channels, 3, stride, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(channels)
        self.conv2 = nn.Conv2d(channels, channels, 3, 1, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(channels)
        self.stride, self.pad = stride, channels // 4

    def forward(self, x):
        y = self.bn2(self.conv2(F.relu(self.bn1(self.conv1(x)))))
        if self.stride != 1:
            x = F.pad(x[:, :, ::2, ::2], (0, 0, 0, 0, self.pad, self.pad), "constant", 0)
        return F.relu(y + x)


class Cifar(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(3, 4, 3, 1, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(4)
        self.blocks = nn.Sequential(ZeroPad(4, 4, 1), ZeroPad(4, 8, 2))
        self.linear = nn.Linear(8, 3)

    def forward(self, x):
        x = self.blocks(F.relu(self.bn1(self.conv1(x))))
        x = F.avg_pool2d(x, 8)
        return self.linear(x.view(x.size(0), -1))


def settle(network):
    for module in network.modules():
        if isinstance(module, nn.BatchNorm2d):
            with torch.no_grad():
                module.running_mean.uniform_(-0.2, 0.2)
                module.running_var.uniform_(0.5, 1.5)
                module.weight.uniform_(0.5, 1)
                module.bias.uniform_(-0.2, 0.2)
    return network.eval()


def export(network, name, size, opset, **options):
    torch.onnx.export(network, torch.zeros(1, 3, *size), f"{name}.onnx", opset_version=opset, input_names=["images"],
                      output_names=["fc"], **options)


small, cifar = settle(Small()), settle(Cifar())
norms = dict(do_constant_folding=False, training=torch.onnx.TrainingMode.PRESERVE)
export(small, "pytorch-9", (33, 47), 9)
export(small, "pytorch-9-norms", (33, 47), 9, **norms)
export(small, "pytorch-13", (33, 47), 13)
export(small, "pytorch-16-norms", (33, 47), 16, **norms)
export(small, "pytorch-16-any-size", (33, 47), 16, dynamic_axes={"images": {0: "n", 2: "rows", 3: "columns"}})
for opset in (10, 13):
    export(cifar, f"pytorch-zero-pad-{opset}", (16, 16), opset)
export(cifar, "pytorch-zero-pad-13-not-folded", (16, 16), 13, do_constant_folding=False)
export(small, "pytorch-13-training", (33, 47), 13, do_constant_folding=False, training=torch.onnx.TrainingMode.TRAINING)
