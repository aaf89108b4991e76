"""The reader: a small transformer that classifies a prompt and tags its tokens.

Input `ids` int64 [1, n] (n <= 96, [CLS] first). Outputs, all float32 probabilities: `attributes` [9, 17], one
row an attribute over "none" and its words (unused columns are 0); `sounds` [16]; `tags` [n, 12].
"""
import math

import torch
from torch import nn

from labels import ATTRIBUTES, SOUNDS, TAGS

MAX_TOKENS = 96
EMBEDDING = 80
WIDTH = 128
HEADS = 4
LAYERS = 3
HIDDEN = 256
POOLED = 32
DROPOUT = 0.1
CLASSES = 1 + max(len(words) for words in ATTRIBUTES.values())


class Block(nn.Module):
    def __init__(self):
        super().__init__()
        self.norm1, self.norm2 = nn.LayerNorm(WIDTH), nn.LayerNorm(WIDTH)
        self.qkv, self.out = nn.Linear(WIDTH, 3 * WIDTH), nn.Linear(WIDTH, WIDTH)
        self.up, self.down = nn.Linear(WIDTH, HIDDEN), nn.Linear(HIDDEN, WIDTH)

    def forward(self, x, mask):
        batch, length, _ = x.shape
        q, k, v = self.qkv(self.norm1(x)).view(batch, length, 3, HEADS, WIDTH // HEADS).permute(2, 0, 3, 1, 4)
        scores = q @ k.transpose(-1, -2) / math.sqrt(WIDTH // HEADS)
        if mask is not None:
            scores = scores.masked_fill(mask[:, None, None, :], -1e4)
        mixed = (torch.softmax(scores, -1) @ v).transpose(1, 2).reshape(batch, length, WIDTH)
        x = x + self.drop(self.out(mixed))
        return x + self.drop(self.down(torch.relu(self.up(self.norm2(x)))))

    def drop(self, x):
        """Dropout with one mask for all tokens of a prompt: its random numbers would cost a quarter of the training."""
        if not self.training:
            return x
        return x * ((torch.rand(x.shape[0], 1, x.shape[2]) >= DROPOUT).float() / (1 - DROPOUT))


class Reader(nn.Module):
    """`base` [V, 80]: fixed word vectors (zero rows where there are none), to which `delta` is learned."""

    def __init__(self, base):
        super().__init__()
        known = base.abs().sum(1, keepdim=True) > 0
        self.register_buffer("base", base)
        self.register_buffer("known", known.float())
        start = torch.where(known, torch.zeros_like(base), 0.5 * torch.randn_like(base))
        self.delta = nn.Embedding(*base.shape, sparse=True, _weight=start)
        self.project = nn.Linear(EMBEDDING, WIDTH)
        self.position = nn.Parameter(0.1 * torch.randn(MAX_TOKENS, WIDTH))
        self.blocks = nn.ModuleList(Block() for _ in range(LAYERS))
        self.norm = nn.LayerNorm(WIDTH)
        count = len(ATTRIBUTES)
        self.focus = nn.Linear(WIDTH, count)
        self.value = nn.Linear(WIDTH, count * POOLED)
        self.classes = nn.Parameter(torch.randn(count, POOLED, CLASSES) / math.sqrt(POOLED))
        self.bias = nn.Parameter(torch.zeros(count, CLASSES))
        self.sound = nn.Linear(WIDTH, len(SOUNDS))
        self.tag = nn.Linear(WIDTH, len(TAGS))
        void = torch.zeros(count, CLASSES)
        for row, words in enumerate(ATTRIBUTES.values()):
            void[row, len(words) + 1 :] = -1e4
        self.register_buffer("void", void)

    def embed(self, ids):
        delta = self.delta(ids)
        if self.training:
            # Words are sometimes known by their fixed vector alone, so that words never trained on make sense too.
            keep = (torch.rand(ids.shape) > 0.3).float()[..., None]
            known = self.known[ids]
            delta = delta * (1 - known + known * keep)
        return self.base[ids] + delta

    def forward(self, ids, mask=None):
        """Logits: attributes [B, 9, 17], sounds [B, 16], tags [B, n, 12]. `mask` is true where there is no token."""
        return self.classify(self.embed(ids), mask)

    def classify(self, embedded, mask=None):
        x = self.project(embedded) + self.position[: embedded.shape[1]]
        for block in self.blocks:
            x = block(x, mask)
        x = self.norm(x)
        batch, length, _ = x.shape
        focus, sound = self.focus(x), self.sound(x)
        if mask is not None:
            focus = focus.masked_fill(mask[..., None], -1e4)
            sound = sound.masked_fill(mask[..., None], -1e4)
        weights = torch.softmax(focus, 1)[..., None]
        values = self.value(x).view(batch, length, len(ATTRIBUTES), POOLED)
        pooled = torch.relu((weights * values).sum(1)).transpose(0, 1)
        attributes = (pooled @ self.classes).transpose(0, 1) + self.bias + self.void
        return attributes, sound.amax(1), self.tag(x)
