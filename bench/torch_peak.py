"""Times products of matrices in PyTorch: `python torch_peak.py '<settings as JSON>'` (peaks.ts). Prints operations per second."""

import json
import sys
import time

import torch


def rate(size, dtype, chain, seconds):
    """Operations per second in the quickest of several goes."""
    x = (torch.randn(size, size) / size**0.5).to(dtype)
    best = float("inf")
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        start = time.perf_counter()
        product = x
        for _ in range(chain):
            product = product @ x
        best = min(best, time.perf_counter() - start)
    return chain * 2 * size**3 / best


def main():
    settings = json.loads(sys.argv[1])
    torch.set_num_threads(settings["threads"])
    dtype = getattr(torch, settings["precision"])
    print(max(rate(size, dtype, settings["chain"], settings["seconds"]) for size in settings["sizes"]))


main()
