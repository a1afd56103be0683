"""Pen strokes, small: what the chapter `applications/handwriting` runs."""

# --8<-- [start:file]
from unrolled.data.kanjivg import Drawing
from unrolled.svg_path import polyline, read_curves

paths = (
    "M52.77,15.08c1.08,1.08,1.67,2.49,1.76,5.52c0.4,14.55-0.26,62.16-0.26,67.12c0,9.78-7.52,0.03-9.02-1.22",
    "M17.5,45.75c1.75,0.62,3.73,0.43,5.25,0C25.88,44.88,36.09,41,38.59,40s4.47,1.24,3.75,3.5C39,54,28.25,69,19,74.75",
    "M81.22,27.5c-0.22,1.25-0.72,2.25-1.52,2.97c-5.64,5.1-12.45,9.78-22.45,13.78",
    "M57,46c8.82,10.73,19.23,21.46,28.42,27.42c2.16,1.4,4.52,3,7.08,3.58",
)
water = Drawing("水", "水", paths)
print("curves in each stroke:", [len(read_curves(path)) for path in water.paths])
print("the first stroke as a line:", tuple(polyline(water.paths[0]).shape))
# --8<-- [end:file]

# --8<-- [start:pen]
from unrolled.pen import strokes_of, to_pen, to_strokes

drawn = to_pen(strokes_of(water))
for offset, pen in list(zip(drawn.offsets.tolist(), drawn.pen.tolist(), strict=True))[7:13]:
    print(f"{offset[0]:6.2f} {offset[1]:6.2f}", ("stays down", "lifts", "ends")[pen])
print(len(drawn.pen), "points,", len(to_strokes(drawn)), "strokes")
# --8<-- [end:pen]

# --8<-- [start:reader]
import torch

from unrolled.models.stroke_models import StrokeReader
from unrolled.stroke_task import batch_of, reader_loss

torch.manual_seed(0)
reader = StrokeReader(classes=20, hidden=16)
batch = batch_of([drawn, drawn], labels=[3, 3])
print("steps", tuple(batch.x.shape), "-> scores", tuple(reader(batch.x, batch.lengths).shape))
print(f"loss before training: {reader_loss(reader, batch).item():.1f}, of a guess: {torch.tensor(20.0).log():.1f}")
# --8<-- [end:reader]

# --8<-- [start:distort]
from unrolled.stroke_task import distort

shaky = distort(drawn, torch.Generator().manual_seed(0), strength=0.15)
print("the pen does the same:", torch.equal(shaky.pen, drawn.pen))
print(f"an offset changes by {float((shaky.offsets - drawn.offsets).norm(dim=1).mean()):.1f} on average")
# --8<-- [end:distort]

# --8<-- [start:features]
from unrolled.stroke_baselines import even_points, picture

print("for the neighbours:", even_points(drawn).shape, " for the picture:", picture(drawn).shape)
pixels = picture(drawn, grid=12).reshape(12, 12)
print("\n".join("".join("#" if pixel else "." for pixel in row) for row in pixels))
# --8<-- [end:features]

# --8<-- [start:mixture]
from scipy.stats import multivariate_normal

from unrolled.mixture_density import log_density, mixture_of

raw = torch.randn(1, 12, dtype=torch.float64, generator=torch.Generator().manual_seed(1))  # two components
mixture = mixture_of(raw)
point = torch.tensor([[0.5, -1.0]], dtype=torch.float64)
total = 0.0
for k in range(2):
    a, b = mixture.log_sigma[0, k].exp().tolist()
    cross = mixture.rho[0, k].item() * a * b
    normal = multivariate_normal(mixture.mean[0, k].numpy(), [[a * a, cross], [cross, b * b]])
    total += mixture.log_weight[0, k].exp().item() * normal.pdf(point[0].numpy())
print("weights:", [round(w, 2) for w in mixture.log_weight[0].exp().tolist()])
print(f"ours {log_density(mixture, point).exp().item():.10f}, SciPy {total:.10f}")
# --8<-- [end:mixture]

# --8<-- [start:writer]
from unrolled.models.stroke_models import StrokeWriter
from unrolled.stroke_task import write, writer_loss

torch.manual_seed(0)
writer = StrokeWriter(hidden=24, components=3)
optimizer = torch.optim.Adam(writer.parameters(), lr=0.01)
losses, batch = [], batch_of([drawn, shaky], labels=[0, 0])
for _ in range(60):  # one character, again and again
    loss = writer_loss(writer, batch)
    optimizer.zero_grad()
    loss.backward()
    torch.nn.utils.clip_grad_norm_(writer.parameters(), 1.0)
    optimizer.step()
    losses.append(loss.item())
print("the loss fell:", losses[-1] < losses[0] - 1, " below zero:", losses[-1] < 0)
drawings = write(writer, drawings=3, temperature=0.5)
print(len(drawings), "drawings, offsets", tuple(drawings[0].offsets.shape[1:]))
# --8<-- [end:writer]

# --8<-- [start:svg]
strokes = [(10 * stroke + 54.5).tolist() for stroke in to_strokes(drawn)]
path = "".join("M" + "L".join(f"{x:.0f},{y:.0f}" for x, y in stroke) for stroke in strokes)
print(path[: path.index("M", 1)])
# --8<-- [end:svg]

# --8<-- [start:density]
narrow = multivariate_normal([0, 0], [[1e-4, 0], [0, 1e-4]])
for unit, scale in (("units of the pen", 1.0), ("tenths of them", 10.0)):
    wide = multivariate_normal([0, 0], [[1e-4 * scale**2, 0], [0, 1e-4 * scale**2]])
    print(f"in {unit}: {-wide.logpdf([0, 0]):.1f} nats")
# --8<-- [end:density]

# --8<-- [start:backwards]
strokes = strokes_of(water)
turned = to_pen(strokes[::-1])
same = sorted(tuple(p) for s in to_strokes(turned) for p in s.round(decimals=3).tolist()) == sorted(
    tuple(p) for s in strokes for p in s.round(decimals=3).tolist()
)
print("the same picture:", same, " the same offsets:", torch.allclose(turned.offsets, drawn.offsets))
# --8<-- [end:backwards]

# --8<-- [start:parts]
from unrolled.stroke_task import point_losses

where, pen = point_losses(writer, batch)  # nothing is padded here: both drawings have 28 points
print("where + pen is the loss:", torch.isclose(where.mean() + pen.mean(), writer_loss(writer, batch)).item())
# --8<-- [end:parts]

# --8<-- [start:shuffled]
order = torch.randperm(4, generator=torch.Generator().manual_seed(0)).tolist()
mixed = to_pen([to_strokes(drawn)[i] for i in order])
print("strokes in the order", order, "->", len(to_strokes(mixed)), "strokes,", len(mixed.pen), "points")
# --8<-- [end:shuffled]

# --8<-- [start:circle]
from unrolled.mixture_density import Mixture

circle = Mixture(torch.zeros(1, 1), torch.zeros(1, 1, 2), torch.zeros(1, 1, 2), torch.zeros(1, 1))
for degrees in 0.0, 60.0, 135.0:
    angle = torch.deg2rad(torch.tensor(degrees))
    point = 2 * torch.stack([angle.cos(), angle.sin()])[None]
    print(f"{degrees:3.0f} degrees: {log_density(circle, point).item():.2f}")
# --8<-- [end:circle]
