"""`python -m unrolled translate`: train a translator on a pair of files, measure it, use it, and see where it looks."""

import typer

from unrolled.projects.translate import commands_train, commands_use

EXAMPLES = """Examples:

python -m unrolled translate lines "Ein Hund rennt durch den Schnee."

python -m unrolled translate lines < german.txt > english.txt

python -m unrolled translate explain "Ein Hund rennt durch den Schnee."

python -m unrolled translate train german.txt english.txt --minutes 20 --out mine.safetensors

python -m unrolled translate evaluate test.de test.en --model mine.safetensors --beam 5"""
app = typer.Typer(help="Lines of one language into another, learned from a pair of files.", epilog=EXAMPLES)
for verb, example in (
    (commands_train.train, "python -m unrolled translate train german.txt english.txt --out mine.safetensors"),
    (commands_train.evaluate, "python -m unrolled translate evaluate test.de test.en --beam 5 --json"),
    (commands_use.lines, "python -m unrolled translate lines --beam 1 < german.txt > english.txt"),
    (commands_use.explain, 'python -m unrolled translate explain "Ein Hund rennt durch den Schnee."'),
    (commands_use.info, "python -m unrolled translate info --model mine.safetensors"),
):
    app.command(epilog=f"Example: {example}")(verb)
