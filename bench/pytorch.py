"""The PyTorch side of the benchmark: answers requests, one JSON object a line.

Arguments: a folder with the data (written by pytorch.ts), and the number of threads.
"""

import json
import sys
import time

import torch
from torch import nn
from torch.nn import functional as F


def read(folder, name, dtype):
    with open(f"{folder}/{name}", "rb") as file:
        return torch.frombuffer(bytearray(file.read()), dtype=dtype)


class Dense(nn.Module):
    def __init__(self, weights):
        super().__init__()
        names = ["dense", "dense_1", "dense_2"]
        self.layers = nn.ModuleList(linear(weights, name) for name in names)

    def forward(self, x):
        first, second, third = self.layers
        return third(F.relu(second(F.relu(first(x)))))


class Cnn(nn.Module):
    def __init__(self, weights):
        super().__init__()
        self.first = conv(weights, "conv2d")
        self.second = conv(weights, "conv2d_1")
        kernel = weights["dense/kernel"].reshape(5, 5, 64, 10).permute(2, 0, 1, 3).reshape(1600, 10)
        self.dense = linear({**weights, "dense/kernel": kernel}, "dense")

    def forward(self, x):
        x = F.max_pool2d(F.relu(self.first(x)), 2)
        x = F.max_pool2d(F.relu(self.second(x)), 2)
        return self.dense(x.flatten(1))


class Lstm(nn.Module):
    def __init__(self, weights):
        super().__init__()
        self.embedding = nn.Embedding(10000, 64)
        self.lstm = nn.LSTM(64, 64, batch_first=True)
        self.dense = linear(weights, "dense")
        self.embedding.weight.data = weights["embedding/embeddings"].clone()
        self.lstm.weight_ih_l0.data = weights["lstm/kernel"].T.contiguous()
        self.lstm.weight_hh_l0.data = weights["lstm/recurrentKernel"].T.contiguous()
        self.lstm.bias_ih_l0.data = weights["lstm/bias"].clone()
        # Keras, and so Choosy, has one bias where PyTorch has the sum of two.
        self.lstm.bias_hh_l0.data.zero_()
        self.lstm.bias_hh_l0.requires_grad_(False)

    def forward(self, x):
        _, (hidden, _) = self.lstm(self.embedding(x))
        return self.dense(hidden[-1])


def linear(weights, name):
    kernel = weights[f"{name}/kernel"]
    layer = nn.Linear(*kernel.shape)
    layer.weight.data = kernel.T.contiguous()
    layer.bias.data = weights[f"{name}/bias"].clone()
    return layer


def conv(weights, name):
    kernel = weights[f"{name}/kernel"]
    layer = nn.Conv2d(kernel.shape[2], kernel.shape[3], kernel.shape[0])
    layer.weight.data = kernel.permute(3, 2, 0, 1).contiguous()
    layer.bias.data = weights[f"{name}/bias"].clone()
    return layer


class Engine:
    """One way to set PyTorch up for the work."""

    def __init__(self, folder, channels_last, foreach):
        with open(f"{folder}/work.json") as file:
            work = json.load(file)
        self.options = {"channels_last": channels_last, "foreach": foreach}
        vector = read(folder, "parameters", torch.float32)
        weights = {}
        for weight in work["weights"]:
            part = vector[weight["offset"] :][: torch.tensor(weight["shape"]).prod()]
            weights[weight["path"]] = part.reshape(weight["shape"]).clone()
        model = {"dense": Dense, "cnn": Cnn, "lstm": Lstm}[work["network"]](weights)

        x = read(folder, "features", getattr(torch, work["features"]))
        x = x.reshape(-1, *work["sampleShape"])
        if work["network"] == "cnn":
            x = (x.float() / 255).permute(0, 3, 1, 2).contiguous()
        if channels_last:
            x = x.to(memory_format=torch.channels_last)
            model = model.to(memory_format=torch.channels_last)
        labels = read(folder, "labels", torch.int32).long()
        size = work["batchSize"]
        self.batches = list(zip(x.split(size), labels.split(size)))
        self.model = model
        trained = [p for p in model.parameters() if p.requires_grad]
        self.optimizer = torch.optim.Adam(trained, lr=work["learningRate"], eps=1e-7, foreach=foreach)
        self.done = 0

    def step(self):
        x, labels = self.batches[self.done % len(self.batches)]
        self.done += 1
        loss = F.cross_entropy(self.model(x), labels)
        self.optimizer.zero_grad(set_to_none=True)
        loss.backward()
        self.optimizer.step()
        return loss.item()

    def time(self, steps):
        started = time.perf_counter()
        for _ in range(steps):
            self.step()
        return (time.perf_counter() - started) * 1000 / steps


def fastest_engine(folder):
    """Tries what PyTorch offers for speed, and gives the best."""
    with open(f"{folder}/work.json") as file:
        images = json.load(file)["network"] == "cnn"
    best = None
    for channels_last in [False, True] if images else [False]:
        for foreach in [False, True]:
            engine = Engine(folder, channels_last, foreach)
            engine.time(3)
            steps = max(1, round(100 / engine.time(3)))
            ms = min(engine.time(steps) for _ in range(5))
            if best is None or ms < best[0]:
                best = (ms, engine.options)
    return Engine(folder, **best[1])


def matrix_product_speed():
    """GFLOP/s of a product of 1024 × 1024 matrices: tells which BLAS library PyTorch has got."""
    a = torch.rand(1024, 1024)
    times = []
    for _ in range(4):
        started = time.perf_counter()
        a @ a
        times.append(time.perf_counter() - started)
    return 2 * 1024**3 / min(times) / 1e9


def blas_library():
    with open("/proc/self/maps") as file:
        paths = {line.split()[-1] for line in file if "blas" in line.rsplit("/", 1)[-1]}
    return ", ".join(sorted(path.rsplit("/", 1)[-1] for path in paths)) or "built in"


def main():
    folder, threads = sys.argv[1], int(sys.argv[2])
    torch.set_num_threads(threads)
    engine = None
    print('"ready"', flush=True)
    for line in sys.stdin:
        request = json.loads(line)
        if request["call"] == "about":
            answer = {
                "version": torch.__version__,
                "blas": blas_library(),
                "gflops": matrix_product_speed(),
            }
        elif request["call"] == "prepare":
            engine = fastest_engine(folder)
            answer = engine.options
        elif request["call"] == "losses":
            answer = [engine.step() for _ in range(request["steps"])]
        else:
            answer = engine.time(request["steps"])
        print(json.dumps(answer), flush=True)


main()
