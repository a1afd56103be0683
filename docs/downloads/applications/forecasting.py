"""All the code of the page applications/forecasting, in reading order. Generated: change the page instead."""

"""Forecasts of the sea's temperature and of share prices, small: what the chapter `applications/forecasting` runs."""

import math

from unrolled.data import sea_temperature

parts = {name: sea_temperature.load(name) for name in sea_temperature.CUTS}
for name, rows in parts.items():
    missing = sum(math.isnan(row.value) for row in rows)
    print(f"{name:<6}{len(rows):>7,} half hours from {rows[0].time:%d %B %Y}, {missing:>2} missing")
gap = next(i for i, row in enumerate(parts["train"]) if math.isnan(row.value) and row.time.month == 7)
print("around the long gap:", [f"{row.time:%H:%M} {row.value}" for row in parts["train"][gap - 1 : gap + 2]])

# Here the page shows a listing from the module unrolled.data.readings.

# Here the page shows a listing from the module unrolled.data.windows.

import torch

from unrolled.data.windows import fill_forward

print(fill_forward(torch.tensor([4.0, torch.nan, torch.nan, 5.0, torch.nan])))

# Here the page shows a listing from the module unrolled.data.windows.

# Here the page shows a listing from the module unrolled.data.windows.

# Here the page shows a listing from the module unrolled.naive_forecast.

# Here the page shows a listing from the module unrolled.models.linear_forecaster.

# Here the page shows a listing from the module unrolled.models.forecaster.

# Here the page shows a listing from the module unrolled.models.forecaster.

# Here the page shows a listing from the module unrolled.forecast_error.

# Here the page shows a listing from the module unrolled.forecast_error.

# Here the page shows a listing from the module unrolled.forecast_error.

# Here the page shows a listing from the module unrolled.forecast_error.

from unrolled.data.windows import Scaler

celsius = torch.tensor([row.value for rows in parts.values() for row in rows])
end_train, end_valid = len(parts["train"]), len(parts["train"]) + len(parts["valid"])
scaler = Scaler.fit(celsius[:end_train])
series = scaler.apply(celsius)
print(f"mean {scaler.mean:.2f} °C, standard deviation {scaler.scale:.2f} °C")

from unrolled.data.windows import windows

known = windows(series, 0, end_train, lookback=96, horizon=24, stride=4)
test = windows(series, end_valid, len(series), lookback=96, horizon=24)
print("training: x", tuple(known.x.shape), "y", tuple(known.y.shape))
print("test:     x", tuple(test.x.shape), "y", tuple(test.y.shape))
print("the first test window is known up to step", test.origins[0].item(), "of", end_valid)

from unrolled.forecast_error import mae, mase, naive_scale
from unrolled.naive_forecast import naive

scale = naive_scale(series[:end_train], season=48)
for label, season in (("naive", 1), ("seasonal naive", 48)):
    forecast = naive(test.x, 24, season)
    error = scaler.scale * mae(forecast, test.y)
    print(f"{label:<15} MAE {error:.2f} °C, MASE {mase(forecast, test.y, scale):.2f}")

from unrolled.models.forecaster import Forecaster, FromLast
from unrolled.models.linear_forecaster import DLinear

torch.manual_seed(0)
gru = FromLast(Forecaster(horizon=24, outputs=3, hidden_size=32), known)
linear = FromLast(DLinear(lookback=96, horizon=24, outputs=3), known)
for name, model in (("GRU", gru), ("linear", linear)):
    weights = sum(p.numel() for p in model.parameters())
    print(f"{name:<7}{weights:>6,} weights; forecast", tuple(model(test.x[:5]).shape))

with torch.no_grad():
    gru.model.read.weight.zero_(), gru.model.read.bias.zero_()
    same = torch.equal(gru(test.x[:5])[..., 1], naive(test.x[:5], 24))
print("a network whose outputs are zero gives the naive forecast:", same)

# Here the page shows a listing from the module unrolled.experiments.forecasting.

from unrolled.experiments.forecasting import Config, train
from unrolled.training import FitConfig

valid = windows(series, end_train, end_valid, lookback=96, horizon=24, stride=4)
config = Config("sea", "dlinear_last", fit=FitConfig(epochs=3, learning_rate=3e-3, warmup=20))
losses = train(linear, known, valid, config)
with torch.no_grad():
    forecast = linear(test.x)
print("validation loss fell:", losses[-1]["loss"] < losses[0]["loss"])
print(f"linear, MAE {scaler.scale * mae(forecast[..., 1], test.y):.2f} °C")

from unrolled.forecast_error import coverage, margin

point, truth = naive(valid.x, 24), valid.y
wider = margin(point, point, truth, share=0.9)
ahead = naive(test.x, 24)
print("half width, °C:", [round(scaler.scale * wider[k].item(), 2) for k in (0, 5, 11, 23)], "at 1, 6, 12, 24 steps")
print(f"wanted 90 %, held on test: {100 * coverage(ahead - wider, ahead + wider, test.y):.0f} %")

# Here the page shows a listing from the module unrolled.experiments.forecasting.

from unrolled.data import stocks

prices = torch.tensor([row.price for row in stocks.load("test") if row.ticker == "IBM"], dtype=torch.float64)
today, tomorrow = prices[:-1], prices[1:]
r = torch.corrcoef(torch.stack([today, tomorrow]))[0, 1].item()
change = prices.log().diff()
r_change = torch.corrcoef(torch.stack([change[:-1], change[1:]]))[0, 1].item()
print(f"price with the price of the day before:   r = {r:.3f}")
print(f"change with the change of the day before: r = {r_change:.2f}")

from unrolled.forecast_error import binomial_error
from unrolled.forecast_task import make

shares = make("stocks")
for split in ("valid", "test"):
    for ahead_by in (1, 24, 96):
        every, apart = (len(shares.windows(split, 96, ahead_by, step).x) // 4 for step in (1, ahead_by))
        print(f"{split:<6}{ahead_by:>3} ahead: {every:>3} windows of each share, {apart:>3} without a target in common")
for cases in (4 * 448, 4 * 5):
    print(f"nine of ten, counted in {cases:>5,} independent cases: ± {100 * binomial_error(0.9, cases):.1f} points")

past, far = (shares.windows(split, 96, 96) for split in ("train", "test"))
rise = (past.y - past.x[:, -1:]).median(0).values
last = naive(far.x, 96)
for label, guess in (("last price", last), ("last price and the usual rise", last + rise)):
    print(f"{label:<30} MAE {100 * shares.scaler.scale * mae(guess, far.y):.2f} %")
few = shares.windows("test", 96, 96, stride=96)
without, with_rise = ((naive(few.x, 96) + more - few.y).abs().mean(1) for more in (0, rise))
print(f"the second is closer in {(with_rise < without).sum()} of {len(few.x)} windows without a target in common")

split_at_random = torch.randperm(1000, generator=torch.Generator().manual_seed(0))
learned, tested = split_at_random[:800], split_at_random[800:]
nearest = (tested[:, None] - learned).abs().min(1).values
print(f"{100 * (nearest <= 2).float().mean():.0f} % of the test windows begin at most 2 steps from a training window")

doubled = torch.tensor([1.0, torch.nan, torch.nan, 4.0])
weights = torch.tensor([0.0, 1 / 3, 2 / 3, 1.0])
line = 1.0 + weights * (4.0 - 1.0)
print("filled from the past: ", fill_forward(doubled).tolist())
print("drawn between the ends:", line.tolist(), "<- steps 1 and 2 know step 3")

for days in (50, 500, 5000):
    print(f"{days:>5} days of coin tossing: 50 % ± {100 * binomial_error(0.5, days):.1f} points")

mean_forecast = test.x.mean(1, keepdim=True).expand(-1, 24)
last_six = test.x[:, -12:].mean(1, keepdim=True).expand(-1, 24)
for label, guess in (("two days", mean_forecast), ("six hours", last_six)):
    print(f"mean of the last {label:<10} MAE {scaler.scale * mae(guess, test.y):.2f} °C")
