"""`python -m unrolled chatbot`: train a small chatbot, measure it, talk to it."""

import typer

from unrolled.projects.chatbot import commands_train, commands_use

EXAMPLES = """Examples:

python -m unrolled chatbot talk

echo "how was your weekend?" | python -m unrolled chatbot reply --seed 1 --json

python -m unrolled chatbot train my-chats.txt --minutes 10 --out mine.safetensors

python -m unrolled chatbot talk --model mine.safetensors --temperature 0.6 --top-p 0.95

python -m unrolled chatbot evaluate --beam 5 --json"""
app = typer.Typer(help="Small talk with a small network. It knows nothing, and says so.", epilog=EXAMPLES)
for verb, example in (
    (commands_train.train, "python -m unrolled chatbot train my-chats.txt --minutes 10 --out mine.safetensors"),
    (commands_train.evaluate, "python -m unrolled chatbot evaluate other-chats.txt --model mine.safetensors --json"),
    (commands_use.talk, "python -m unrolled chatbot talk --temperature 0.6"),
    (commands_use.reply, 'echo "hello" | python -m unrolled chatbot reply --seed 1'),
    (commands_use.info, "python -m unrolled chatbot info --model mine.safetensors"),
):
    app.command(epilog=f"Example: {example}")(verb)
