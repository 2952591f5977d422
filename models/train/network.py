"""The Marian transformer in plain torch, written for training speed on a CPU.

Same function as transformers' ``MarianMTModel`` (post-norm, swish, sinusoidal positions, one embedding table tied
three ways), so weights move over name by name (:func:`hugging_face_state`), but about twice as fast to train on two
cores: fused projections, dropout masks cut from a precomputed pool, and a loss that never holds all logits at once.

Shapes: B sentences, S source pieces, T target pieces, D model width, H heads, V vocabulary size with padding.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor, nn


@dataclass(frozen=True)
class Shape:
    """Sizes of the network; ``vocabulary`` counts the padding row, which comes last."""

    vocabulary: int
    width: int = 256
    feed_forward: int = 1024
    heads: int = 4
    encoder_layers: int = 6
    decoder_layers: int = 2
    dropout: float = 0.1

    @property
    def padding(self) -> int:
        """Id of the padding piece, which is also the piece decoding starts from."""
        return self.vocabulary - 1


class DropoutPool:
    """Dropout masks as random windows of one precomputed Bernoulli sequence.

    Drawing fresh random numbers for every activation costs a tenth of a training step on a CPU; a window at a random
    offset of a few million draws costs next to nothing and no two steps see the same alignment.
    """

    SIZE = 1 << 24

    def __init__(self, rate: float, seed: int) -> None:
        self.rate = rate
        generator = torch.Generator().manual_seed(seed)
        keep = torch.rand(self.SIZE, generator=generator) >= rate
        self.masks = (keep.float() / (1.0 - rate)).bfloat16()
        self.generator = generator

    def reseed(self, seed: int) -> None:
        """Draw windows as ``seed`` says from now on: processes that train together must not drop the same activations."""
        self.generator.manual_seed(seed)

    def __call__(self, x: Tensor) -> Tensor:
        """``x`` with elements zeroed at the pool's rate and the rest scaled up."""
        if self.rate == 0.0:
            return x
        n = x.numel()
        if n > self.SIZE:
            return F.dropout(x, self.rate)
        if x.device.type != "cpu":
            return F.dropout(x, self.rate)  # a GPU draws its masks faster than it could be sent a window
        offset = int(torch.randint(0, self.SIZE - n + 1, (), generator=self.generator))
        return x * self.masks[offset : offset + n].view(x.shape).to(x.dtype)


class Attention(nn.Module):
    """Multi-head attention; queries, keys and values keep their own matrices (the optimiser treats each as one)."""

    def __init__(self, width: int, heads: int) -> None:
        super().__init__()
        self.heads = heads
        self.q_proj, self.k_proj, self.v_proj, self.out_proj = (nn.Linear(width, width) for _ in range(4))

    def forward(self, x: Tensor, memory: Tensor | None, bias: Tensor) -> Tensor:
        """Attend from ``x`` [B,T,D] to ``memory`` [B,S,D] (itself when None); ``bias`` [B,1,T|1,S] is added to the scores."""
        b, t, d = x.shape
        if memory is None:
            weight = torch.cat([self.q_proj.weight, self.k_proj.weight, self.v_proj.weight])
            offset = torch.cat([self.q_proj.bias, self.k_proj.bias, self.v_proj.bias])
            q, k, v = F.linear(x, weight, offset).view(b, t, 3, self.heads, -1).unbind(2)
        else:
            q = self.q_proj(x).view(b, t, self.heads, -1)
            weight = torch.cat([self.k_proj.weight, self.v_proj.weight])
            offset = torch.cat([self.k_proj.bias, self.v_proj.bias])
            k, v = F.linear(memory, weight, offset).view(b, memory.shape[1], 2, self.heads, -1).unbind(2)
        q, k, v = q.transpose(1, 2), k.transpose(1, 2), v.transpose(1, 2)
        scores = torch.matmul(q * (d // self.heads) ** -0.5, k.transpose(-1, -2)) + bias
        mixed = torch.matmul(torch.softmax(scores, -1), v)
        return self.out_proj(mixed.transpose(1, 2).reshape(b, t, d))


class Layer(nn.Module):
    """One encoder layer, or with ``cross`` one decoder layer."""

    def __init__(self, shape: Shape, cross: bool, dropout: DropoutPool) -> None:
        super().__init__()
        d = shape.width
        self.dropout = dropout
        self.self_attn, self.self_attn_layer_norm = Attention(d, shape.heads), nn.LayerNorm(d)
        if cross:
            self.encoder_attn, self.encoder_attn_layer_norm = Attention(d, shape.heads), nn.LayerNorm(d)
        self.cross = cross
        self.fc1, self.fc2 = nn.Linear(d, shape.feed_forward), nn.Linear(shape.feed_forward, d)
        self.final_layer_norm = nn.LayerNorm(d)

    def drop(self, x: Tensor) -> Tensor:
        """Dropout in training, nothing in evaluation."""
        return self.dropout(x) if self.training else x

    def forward(
        self, x: Tensor, bias: Tensor, memory: Tensor | None = None, memory_bias: Tensor | None = None
    ) -> Tensor:
        """States [B,T,D] after this layer; ``memory`` [B,S,D] and its mask are the encoder\'s, for a decoder layer."""
        x = self.self_attn_layer_norm(x + self.drop(self.self_attn(x, None, bias)))
        if self.cross:
            assert memory is not None
            assert memory_bias is not None
            x = self.encoder_attn_layer_norm(x + self.drop(self.encoder_attn(x, memory, memory_bias)))
        return self.final_layer_norm(x + self.drop(self.fc2(F.silu(self.fc1(x)))))


def sinusoids(positions: int, width: int) -> Tensor:
    """Marian's position table [positions, width]: sines in the first half of each row, cosines in the second."""
    angle = torch.arange(positions)[:, None] / torch.pow(10000, 2 * torch.arange(width // 2) / width)[None]
    return torch.cat([angle.sin(), angle.cos()], 1).float()


class Marian(nn.Module):
    """Encoder–decoder with one embedding table for source, target and output."""

    def __init__(self, shape: Shape, seed: int = 1) -> None:
        super().__init__()
        self.shape = shape
        torch.manual_seed(seed)
        dropout = DropoutPool(shape.dropout, seed)
        self.dropout = dropout
        self.shared = nn.Embedding(shape.vocabulary, shape.width)
        nn.init.normal_(self.shared.weight, std=shape.width**-0.5)
        self.encoder = nn.ModuleList(Layer(shape, False, dropout) for _ in range(shape.encoder_layers))
        self.decoder = nn.ModuleList(Layer(shape, True, dropout) for _ in range(shape.decoder_layers))
        for layer in [*self.encoder, *self.decoder]:
            for module in layer.modules():
                if isinstance(module, nn.Linear):
                    nn.init.xavier_uniform_(module.weight)
                    nn.init.zeros_(module.bias)
        self.register_buffer("positions", sinusoids(512, shape.width), persistent=False)
        self.zero_padding()

    def zero_padding(self) -> None:
        """Hold the padding row at zero: CTranslate2 and Marian start decoding from a zero embedding, not from a row."""
        with torch.no_grad():
            self.shared.weight[self.shape.padding] = 0

    def embed(self, ids: Tensor) -> Tensor:
        """[B,T] ids → [B,T,D] scaled embeddings with positions."""
        x = F.embedding(ids, self.shared.weight) * math.sqrt(self.shape.width) + self.positions[: ids.shape[1]]
        return self.dropout(x) if self.training else x

    def encode(self, source: Tensor) -> tuple[Tensor, Tensor]:
        """[B,S] ids → states [B,S,D] and the additive mask [B,1,1,S] that hides padding."""
        bias = torch.zeros(source.shape, device=source.device)
        bias = bias.masked_fill(source == self.shape.padding, -1e4)[:, None, None]
        x = self.embed(source)
        for layer in self.encoder:
            x = layer(x, bias)
        return x, bias

    def decode(self, target: Tensor, memory: Tensor, memory_bias: Tensor) -> Tensor:
        """[B,T] ids (starting with padding) → states [B,T,D] that predict the next piece."""
        t = target.shape[1]
        bias = torch.full((t, t), -1e4, device=target.device).triu(1)[None, None]
        x = self.embed(target)
        for layer in self.decoder:
            x = layer(x, bias, memory, memory_bias)
        return x

    def loss(self, source: Tensor, target: Tensor, smoothing: float) -> tuple[Tensor, int]:
        """Mean cross-entropy over the target pieces that are not padding, and how many those are.

        ``source`` [B,S] and ``target`` [B,T] end with the end piece and are padded on the right.
        """
        memory, memory_bias = self.encode(source)
        start = torch.full((len(target), 1), self.shape.padding, device=target.device)
        states = self.decode(torch.cat([start, target[:, :-1]], 1), memory, memory_bias)
        keep = target != self.shape.padding
        return tied_cross_entropy(states[keep], self.shared.weight, target[keep], smoothing), int(keep.sum())


def _smoothed_gradient(logits: Tensor, target: Tensor, smoothing: float) -> tuple[Tensor, Tensor]:
    """Summed loss of ``logits`` [N,V] against ``target`` [N], and its gradient [N,V] in the logits' own type."""
    v = logits.shape[1]
    logp = torch.log_softmax(logits.float(), -1)
    loss = -(1 - smoothing) * logp.gather(1, target[:, None]).sum() - smoothing / v * logp.sum()
    gradient = logp.exp() - smoothing / v
    gradient[torch.arange(len(target), device=target.device), target] -= 1 - smoothing
    return loss, gradient.to(logits.dtype)


class _TiedCrossEntropy(torch.autograd.Function):
    """Cross-entropy over a large vocabulary; gradients are made on the way forward, chunk by chunk."""

    CHUNK = 256  # rows × 8,192 pieces × 4 bytes = 8 MB a temporary: stays in a server's last-level cache

    @staticmethod
    def forward(ctx, states: Tensor, weight: Tensor, target: Tensor, smoothing: float) -> Tensor:  # type: ignore[override, no-untyped-def]  # torch's own signature is untyped
        n, step, device = len(states), _TiedCrossEntropy.CHUNK, states.device.type
        dtype = torch.get_autocast_dtype(device) if torch.is_autocast_enabled(device) else torch.float32
        table, states = weight.to(dtype), states.to(dtype)
        d_states, d_weight = torch.empty_like(states), torch.zeros_like(weight)
        total = torch.zeros((), device=states.device)
        for i in range(0, n, step):
            rows = states[i : i + step]
            loss, gradient = _smoothed_gradient(rows @ table.T, target[i : i + step], smoothing)
            total += loss
            # Unscaled gradients lie in [-1, 1], where bfloat16 is at its best; 1/n comes last.
            d_states[i : i + step] = gradient @ table
            d_weight += gradient.T @ rows
        ctx.save_for_backward(d_states / n, d_weight / n)
        return total / n

    @staticmethod
    def backward(ctx, grad: Tensor):  # type: ignore[override, no-untyped-def]  # torch's own signature is untyped
        d_states, d_weight = ctx.saved_tensors
        return d_states * grad, d_weight * grad, None, None


def tied_cross_entropy(states: Tensor, weight: Tensor, target: Tensor, smoothing: float) -> Tensor:
    """Label-smoothed cross-entropy of ``states`` [N,D] against ``target`` [N] through the table ``weight`` [V,D]."""
    return _TiedCrossEntropy.apply(states, weight, target, smoothing)  # type: ignore[no-any-return]  # autograd.Function.apply is untyped
