"""All the code of the page projects/chatbot, in reading order. Generated: change the page instead."""

"""The chatbot from Python: what the page `projects/chatbot` runs."""

from typer.testing import CliRunner

from unrolled.__main__ import app

typed = "hey! how are you?\nwhat do you study?\nwho wrote hamlet?\n/quit\n"
print(CliRunner().invoke(app, ["chatbot", "talk", "--seed", "1"], input=typed).stdout)

# Here the page shows a listing from the module unrolled.projects.chatbot.dialogues.

# Here the page shows a listing from the module unrolled.projects.chatbot.text.

from unrolled.projects.chatbot.model import read

trained = read(None)  # the model that comes with the book; a path reads yours
ids = trained.reader.encode("how was your weekend?\nnot bad, and yours?")
print([trained.subwords.pieces[i] for i in ids])
print(trained.about["run"]["data"]["train_exchanges"], "replies to learn from")

# Here the page shows a listing from the module unrolled.projects.chatbot.model.

# Here the page shows a listing from the module unrolled.projects.chatbot.learn.

# Here the page shows a listing from the module unrolled.projects.chatbot.learn.

from unrolled.projects.chatbot.answering import Manner, replies

asked = ["how was your weekend?", "do you have any pets?", "i failed my exam today"]
for name, manner in (("likeliest", Manner(beam=1)), ("beam", Manner(beam=5)), ("by lot", Manner())):
    for said, reply in zip(asked, replies(trained, asked, manner, seed=3), strict=True):
        print(f"{name:>9} | {said} | {reply}")

# Here the page shows a listing from the module unrolled.projects.chatbot.unrepeated.

import torch

from unrolled.projects.chatbot.unrepeated import without_repeats

read_so_far = torch.tensor([[4, 5, 6, 4, 5]])
print(without_repeats(torch.zeros(1, 8), read_so_far, n=3))

# Here the page shows a listing from the module unrolled.projects.chatbot.diversity.

# Here the page shows a listing from the module unrolled.projects.chatbot.diversity.

from unrolled.projects.chatbot.diversity import distinct

lively = ["i love hiking", "do you cook?", "that is a long drive"]
dull = ["i do not know", "i do not know", "i do not care"]
for said in (lively, dull):
    print(round(distinct(said, 1), 2), round(distinct(said, 2), 2))

from unrolled.perplexity import perplexity
from unrolled.projects.chatbot.dialogues import Exchange
from unrolled.projects.chatbot.score import likelihood

for before in ("do you have any pets?", "what is your major?"):
    tally = likelihood(trained, [Exchange(before, "yeah, i have a dog")])
    print(f"{perplexity(tally.nll):5.1f} a piece after: {before}")

# Here the page shows a listing from the module unrolled.projects.chatbot.baselines.

from unrolled.projects.chatbot.baselines import Nearest

rows = [Exchange("do you have pets?", "two cats"), Exchange("do you have a job?", "i teach piano")]
print(Nearest(rows).replies(["any pets at home?", "what job would you like?"]))

# Here the page shows a listing from the module unrolled.projects.chatbot.baselines.

# Here the page shows a listing from the module unrolled.projects.chatbot.patterns.

# Here the page shows a listing from the module unrolled.projects.chatbot.screen.

from unrolled.projects.chatbot.screen import despair_in, found_in

for text in ("call me at 801-555-0123", "i was born in scunthorpe", "you are worthless and ugly"):
    print(found_in(text) or "passes", "|", text)
print(despair_in("i don't want to live anymore"), despair_in("this homework is killing me"))

# Here the page shows a listing from the module unrolled.projects.chatbot.screen.

from unrolled.projects.chatbot.screen import WithheldError, screened

text, shown = "oh nice , i would love to come ! my number is 801-555-0123 , see you", []
try:
    for bit in screened(iter(text)):  # a letter at a time
        shown.append(bit)
except WithheldError as reason:
    print("shown:", "".join(shown))
    print("withheld, it held a", *reason.kinds)

from unrolled.projects.chatbot.conversation import Conversation

chat = Conversation(trained, Manner(), seed=0)
print("".join(chat.answer("i want to kill myself")))

from pathlib import Path
from tempfile import mkdtemp

folder = Path(mkdtemp())
(folder / "one.txt").write_text("hello\nhi\nhow are you?\n")
(folder / "list.txt").write_text("hello\n\nhi\n\nhow are you?\n")
for name in ("one.txt", "list.txt", "missing.txt"):
    done = CliRunner().invoke(app, ["chatbot", "train", str(folder / name), "--out", str(folder / "m")])
    print(done.exit_code, done.stderr.strip().replace(f"{folder}/", ""))

before = ["what did you do today?"] * 60
for temperature in (0.3, 0.8, 1.5):
    written = replies(trained, before, Manner(temperature=temperature, top_p=1.0), seed=0)
    print(temperature, "distinct-2:", round(distinct(written, 2), 2), "|", written[0])

said = "i failed my exam today"
drawn = sorted(set(replies(trained, [said] * 30, Manner(), seed=0)))


def gain(reply: str) -> float:
    """How much likelier a reply is after what was said than after nothing in particular."""
    after, anyway = (likelihood(trained, [Exchange(turns, reply)]).nll for turns in (said, "ok"))
    return anyway - after


ranked = sorted(drawn, key=gain)
print("fits least:", *ranked[:3], sep="\n  ")
print("fits best:", *ranked[:-4:-1], sep="\n  ")

for text in ("call 801-555-0123", "call 8 0 1 5 5 5 0 1 2 3", "eight oh one 555 0123", "jane at example dot org"):
    print(found_in(text), "|", text)
