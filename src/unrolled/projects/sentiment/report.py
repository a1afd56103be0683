"""A report as one HTML file: scores, a diagram of the calibration, and the worst errors, word by word. No scripts."""

from html import escape
from pathlib import Path
from typing import Any

from unrolled.calibration import Bin
from unrolled.projects.errors import ProjectError
from unrolled.projects.sentiment.contributions import explain
from unrolled.projects.sentiment.model import Trained
from unrolled.projects.sentiment.score import Evaluation, confusion, worst

SIDE, EDGE = 280, 44  # of the diagram, in pixels
STYLE = """
body{font:16px/1.5 system-ui,sans-serif;max-width:52rem;margin:2rem auto;padding:0 1rem;color:#222;background:#fff}
table{border-collapse:collapse}th,td{text-align:left;padding:.2rem .8rem;border-bottom:1px solid #ccc}
article{border-top:2px solid #444;margin-top:1.5rem;overflow-wrap:anywhere}text{font-size:12px}
.good{background:#cfe3f7}.bad{background:#f9dcb4}"""


def write_report(path: Path, trained: Trained, evaluation: Evaluation, errors: int) -> None:
    """Write the report whole. Raises: ProjectError, if the file cannot be written."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        partial = path.with_name(path.name + ".partial")
        partial.write_text(page(trained, evaluation, errors), "utf-8")
        partial.replace(path)
    except OSError as error:
        raise ProjectError(f"{path} cannot be written: {error.strerror or error}") from error


def page(trained: Trained, evaluation: Evaluation, errors: int) -> str:
    """The whole report as HTML; every word that comes from a text is escaped."""
    wrong = worst(evaluation, errors)
    counts = confusion(evaluation)
    said = "".join(
        f"<tr><th scope='row'>{name}</th><td>{counts[label, False]}</td><td>{counts[label, True]}</td></tr>"
        for name, label in (("negative", 0), ("positive", 1))
    )
    return f"""<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Sentiment: report</title><style>{STYLE}</style></head><body><main>
<h1>Sentiment: report</h1>
<h2>Scores</h2><table>{_scores(evaluation.scores)}</table>
<h2>What was said</h2><table><tr><th scope="col">truth</th><th scope="col">called negative</th>
<th scope="col">called positive</th></tr>{said}</table>
<h2>Calibration</h2><p>Each dot is the texts whose probability lies in one tenth of the scale; the larger, the more of
them. Dots on the line keep their word.</p>{diagram(evaluation.bins)}
<h2>The {len(wrong)} worst errors</h2><p>Wrong, and most sure of it. A word with <span class="good">this ground</span>
spoke for positive, with <span class="bad">this one</span> for negative: by how much the log-odds change when the word
is unknown, from a tenth on. The number is shown under the pointer.</p>
{"".join(_error(trained, *pair) for pair in wrong)}
</main></body></html>
"""


def _scores(scores: dict[str, Any]) -> str:
    shown = {key: f"{entry:.4f}" if isinstance(entry, float) else str(entry) for key, entry in scores.items()}
    return "".join(
        f"<tr><th scope='row'>{escape(key.replace('_', ' '))}</th><td>{escape(entry)}</td></tr>"
        for key, entry in shown.items()
    )


# --8<-- [start:diagram]
def diagram(bins: list[Bin]) -> str:
    """The reliability diagram as inline SVG: probability to the right, frequency upwards."""
    total = sum(part.count for part in bins)
    dots = "".join(
        f'<circle cx="{EDGE + part.probability * SIDE:.1f}" cy="{10 + (1 - part.positive) * SIDE:.1f}" '
        f'r="{3 + 9 * (part.count / total) ** 0.5:.1f}" fill="#1f5f99" fill-opacity="0.8">'
        f"<title>{part.count} texts: probability {part.probability:.2f}, positive {part.positive:.2f}</title></circle>"
        for part in bins
    )
    low, right = 10 + SIDE, EDGE + SIDE
    said = "; ".join(f"{part.count} at {part.probability:.2f}: {part.positive:.2f}" for part in bins)
    return f"""<svg xmlns="http://www.w3.org/2000/svg" width="{right + 20}" height="{low + 44}" role="img"
aria-label="Probability said against share of positive texts. {said}">
<rect x="{EDGE}" y="10" width="{SIDE}" height="{SIDE}" fill="none" stroke="#444"/>
<line x1="{EDGE}" y1="{low}" x2="{right}" y2="10" stroke="#999" stroke-dasharray="4 4"/>{dots}
<text x="{EDGE}" y="{low + 16}">0</text><text x="{right - 6}" y="{low + 16}">1</text>
<text x="{EDGE + 70}" y="{low + 34}">probability of positive</text><text x="{EDGE - 12}" y="{low}">0</text>
<text x="{EDGE - 12}" y="20">1</text>
<text transform="translate(16 {low - 60}) rotate(-90)">share that is positive</text></svg>"""


# --8<-- [end:diagram]


def _error(trained: Trained, review: Any, verdict: Any) -> str:
    found = explain(trained, review.text)
    words = " ".join(_word(*pair) for pair in zip(found.tokens, found.contributions, strict=True))
    truth = "positive" if review.label else "negative"
    return f"""<article><h3>{truth}, called {verdict.sentiment}; probability of positive {verdict.probability:.3f}</h3>
<p>{words}</p><details><summary>the text as it came</summary><p>{escape(review.text)}</p></details></article>
"""


def _word(token: str, contribution: float) -> str:
    if abs(contribution) < 0.1:
        return escape(token)
    kind = "good" if contribution > 0 else "bad"
    return f'<span class="{kind}" title="{contribution:+.2f}">{escape(token)}</span>'
