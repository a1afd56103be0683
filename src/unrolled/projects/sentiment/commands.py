"""`python -m unrolled sentiment`: train a classifier of texts, measure it, use it, and ask it for its reasons."""

import typer

from unrolled.projects.sentiment import commands_train, commands_use

EXAMPLES = """Examples:

python -m unrolled sentiment predict "A quiet film that stays with you."

python -m unrolled sentiment explain "Not bad, but far too long." --method prefix

python -m unrolled sentiment csv reviews.csv --column text --out judged.csv

python -m unrolled sentiment train labelled.csv --text review --label stars --out mine.safetensors

python -m unrolled sentiment report --out report.html"""
app = typer.Typer(help="Good or bad: a classifier that says how surely, and why.", epilog=EXAMPLES)
for verb, example in (
    (commands_train.train, "python -m unrolled sentiment train labelled.csv --minutes 10 --out mine.safetensors"),
    (commands_train.evaluate, "python -m unrolled sentiment evaluate labelled.csv --model mine.safetensors --json"),
    (commands_use.predict, 'python -m unrolled sentiment predict "A gem." "A mess." --json'),
    (commands_use.explain, 'python -m unrolled sentiment explain "Not bad, but far too long."'),
    (commands_use.csv, "python -m unrolled sentiment csv reviews.csv --column text --out judged.csv"),
    (commands_train.report, "python -m unrolled sentiment report --errors 10 --out report.html"),
    (commands_use.info, "python -m unrolled sentiment info --model mine.safetensors"),
):
    app.command(epilog=f"Example: {example}")(verb)
