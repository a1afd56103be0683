"""Training the classifier of the project, and finding the temperature that makes its probabilities honest."""

from dataclasses import asdict, dataclass, field

import torch
from torch import Tensor, nn
from torch.nn.functional import binary_cross_entropy_with_logits

from unrolled.calibration import fit_temperature
from unrolled.data.vocabulary import Vocabulary
from unrolled.projects.plan import Plan, Work
from unrolled.projects.sentiment.model import Size, Trained, build
from unrolled.projects.sentiment.rows import Reviews
from unrolled.review_task import ReviewData, log_odds, loss_of
from unrolled.training import FitConfig

LOOKS = 8


# --8<-- [start:settings]
@dataclass(frozen=True)
class Settings:
    """How to train. `words` are known, the commonest; a batch holds `budget` tokens.

    Args:
        threads: of the processor. Sums are taken in another order with more, so the last digits differ.
    """

    size: Size = field(default_factory=Size)
    words: int = 10_000
    dropout: float = 0.4
    word_dropout: float = 0.2
    budget: int = 8_000
    threads: int = 1
    fit: FitConfig = field(default_factory=lambda: FitConfig(learning_rate=3e-3, weight_decay=0.1, warmup=30))


# --8<-- [end:settings]


@dataclass(frozen=True)
class Training:
    """Everything a training needs, ready to be planned."""

    work: Work
    data: ReviewData
    identity: dict
    an_epoch: int

    @property
    def vocabulary(self) -> Vocabulary:
        """The words of the training split that are known."""
        return self.data.vocabulary


def prepare(reviews: Reviews, settings: Settings) -> Training:
    """Vocabulary, batches and a new model, its weights drawn with the seed of the settings."""
    torch.set_num_threads(settings.threads)
    data = ReviewData(reviews.splits, settings.words, settings.size.limit)
    torch.manual_seed(settings.fit.seed)
    model = build(settings.size, len(data.vocabulary), settings.dropout, settings.word_dropout)

    def batches(epoch: int) -> list:
        shuffle = torch.Generator().manual_seed(settings.fit.seed * 1000 + epoch)
        return [batch for _, batch in data.batches("train", settings.budget, shuffle)]

    def look(model: nn.Module) -> dict[str, float]:
        z, labels = valid_log_odds(model, data, settings)
        return {"loss": binary_cross_entropy_with_logits(z, labels.float()).item(), "accuracy": _right(z, labels)}

    settings_now = {key: entry for key, entry in asdict(settings).items() if key != "fit"}
    identity = {"reviews": reviews.source["sha256"], "settings": settings_now}
    return Training(Work(model, batches, loss_of, look), data, identity, len(batches(0)))


def valid_log_odds(model: nn.Module, data: ReviewData, settings: Settings) -> tuple[Tensor, Tensor]:
    """Log-odds and labels of the reviews that are held out for choosing."""
    return log_odds(model, data, "valid", settings.budget), torch.tensor(data.labels["valid"])


def finished(training: Training, settings: Settings) -> Trained:
    """The trained model with the temperature that fits the held-out reviews best."""
    model = training.work.model.eval()
    temperature = fit_temperature(*valid_log_odds(model, training.data, settings))
    return Trained(training.vocabulary, model, settings.size.limit, temperature, {})


def plan_of(settings: Settings, training: Training, steps: int) -> Plan:
    """The plan of a training of so many steps."""
    return Plan(steps, max(1, steps // LOOKS), settings.fit, training.identity)


def _right(z: Tensor, labels: Tensor) -> float:
    return ((z > 0) == labels).float().mean().item()
