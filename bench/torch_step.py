"""Times training steps of the same GPT-NeoX model in PyTorch: `python torch_step.py '<settings as JSON>'`.

Settings are those of steps.ts: shape, training, context, steps, and `compile`. Prints JSON: seconds of each step, the
processor's seconds per step, and the number of parameters. As in the trainer, every step has a batch of its own, clips the
gradient's norm, and reads the loss of each sequence and the norm.
"""

import json
import resource
import sys
import time

import torch
import torch.nn.functional as F
from torch import nn


class Block(nn.Module):
    """One layer: attention and feed-forward side by side, or one after the other."""

    def __init__(self, shape):
        super().__init__()
        width, inner = shape["hiddenSize"], shape["intermediateSize"]
        self.heads = shape["heads"]
        self.size = width // self.heads
        self.rotated = int(self.size * shape["rotaryShare"]) // 2 * 2
        self.parallel = shape["parallelResidual"]
        self.attention_norm = nn.LayerNorm(width, shape["layerNormEpsilon"])
        self.feed_norm = nn.LayerNorm(width, shape["layerNormEpsilon"])
        self.fused = nn.Linear(width, 3 * width)
        self.dense = nn.Linear(width, width)
        self.up = nn.Linear(width, inner)
        self.down = nn.Linear(inner, width)

    def rotate(self, x, cosines, sines):
        turned, rest = x[..., : self.rotated], x[..., self.rotated :]
        first, second = turned.chunk(2, -1)
        return torch.cat((turned * cosines + torch.cat((-second, first), -1) * sines, rest), -1)

    def attend(self, x, cosines, sines):
        batch, time_, width = x.shape
        heads = self.fused(x).view(batch, time_, self.heads, 3 * self.size).transpose(1, 2)
        query, key, value = heads.chunk(3, -1)
        query, key = self.rotate(query, cosines, sines), self.rotate(key, cosines, sines)
        mixed = F.scaled_dot_product_attention(query, key, value, is_causal=True)
        return self.dense(mixed.transpose(1, 2).reshape(batch, time_, width))

    def feed(self, x):
        return self.down(F.gelu(self.up(x)))

    def forward(self, x, cosines, sines):
        attended = self.attend(self.attention_norm(x), cosines, sines)
        if self.parallel:
            return x + attended + self.feed(self.feed_norm(x))
        x = x + attended
        return x + self.feed(self.feed_norm(x))


class GptNeoX(nn.Module):
    """Tokens (B,T) -> logits (B,T,V)."""

    def __init__(self, shape, length):
        super().__init__()
        width = shape["hiddenSize"]
        self.embed_in = nn.Embedding(shape["vocabularySize"], width)
        self.blocks = nn.ModuleList(Block(shape) for _ in range(shape["layers"]))
        self.final_norm = nn.LayerNorm(width, shape["layerNormEpsilon"])
        self.embed_out = nn.Linear(width, shape["vocabularySize"], bias=False)
        rotated = self.blocks[0].rotated
        frequencies = shape["rotaryBase"] ** (-torch.arange(0, rotated, 2) / rotated)
        angles = torch.outer(torch.arange(length), frequencies).repeat(1, 2)
        self.register_buffer("cosines", angles.cos())
        self.register_buffer("sines", angles.sin())
        for module in self.modules():
            if isinstance(module, nn.Linear | nn.Embedding):
                nn.init.normal_(module.weight, std=0.02)
            if isinstance(module, nn.Linear) and module.bias is not None:
                nn.init.zeros_(module.bias)

    def forward(self, tokens):
        x = self.embed_in(tokens)
        for block in self.blocks:
            x = block(x, self.cosines, self.sines)
        return self.embed_out(self.final_norm(x))


def sequence_losses(model, tokens):
    """Mean loss of each sequence (B) from its tokens (B,T)."""
    logits = model(tokens[:, :-1])
    losses = F.cross_entropy(logits.flatten(0, 1), tokens[:, 1:].flatten(), reduction="none")
    return losses.view(len(tokens), -1).mean(1)


def main():
    settings = json.loads(sys.argv[1])
    shape, training = settings["shape"], settings["training"]
    torch.set_num_threads(settings["threads"])
    torch.manual_seed(0)
    model = GptNeoX(shape, settings["context"] - 1)
    spared = [p for p in model.parameters() if p.dim() < 2]
    decayed = [p for p in model.parameters() if p.dim() >= 2]
    optimiser = torch.optim.AdamW(
        [{"params": decayed, "weight_decay": training["weightDecay"]}, {"params": spared, "weight_decay": 0.0}],
        lr=1e-4,
        betas=(training["beta1"], training["beta2"]),
        eps=training["epsilon"],
        fused=True,
    )
    losses_of = torch.compile(sequence_losses) if settings["compile"] else sequence_losses

    def step():
        tokens = torch.randint(shape["vocabularySize"], (training["batch"], settings["context"]))
        losses = losses_of(model, tokens)
        losses.mean().backward()
        norm = torch.nn.utils.clip_grad_norm_(model.parameters(), training["clip"])
        optimiser.step()
        optimiser.zero_grad()
        losses.tolist()
        norm.item()

    for _ in range(settings["warmUp"]):
        step()
    before = processor_seconds()
    seconds = []
    for _ in range(settings["steps"]):
        start = time.perf_counter()
        step()
        seconds.append(time.perf_counter() - start)
    processor = (processor_seconds() - before) / settings["steps"]
    parameters = sum(p.numel() for p in model.parameters())
    print(json.dumps({"seconds": seconds, "processorSeconds": processor, "parameters": parameters}))


def processor_seconds():
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


main()
