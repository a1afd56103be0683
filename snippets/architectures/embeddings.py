"""Word vectors, learned and given: what the chapter `architectures/embeddings` runs."""

# --8<-- [start:lookup]
import torch
from torch import nn

from unrolled.lookup import look_up, look_up_gradient

torch.manual_seed(0)
layer = nn.Embedding(6, 3)  # V = 6 words, D = 3 numbers each
tokens = torch.tensor([[4, 2, 4]])  # one sentence, in which word 4 stands twice
print("indexing equals the product:", torch.allclose(layer(tokens), look_up(tokens, layer.weight)))
# --8<-- [end:lookup]

# --8<-- [start:gradient]
vectors = layer(tokens)
vectors.sum().backward()  # so the gradient by each vector is all ones
print(layer.weight.grad)
ours = look_up_gradient(tokens, torch.ones_like(vectors), vocabulary=6)
print("our gradient is the same:", torch.equal(ours, layer.weight.grad))
# --8<-- [end:gradient]

# --8<-- [start:ppmi]
from unrolled.data.vocabulary import Vocabulary
from unrolled.vectors import count_pairs, factorise, nearest, ppmi

lines = ["a good film", "a great film", "a good plot", "a great plot", "a dull day", "a grey day"]
texts = [line.split() for line in lines]
small = Vocabulary.build(texts, size=99)
counts = count_pairs([small.encode(text) for text in texts], len(small), window=2)
good, film, day, a = (small.index[w] for w in ("good", "film", "day", "a"))
information = ppmi(counts, smoothing=1.0)
for name, word in (("film", film), ("day", day), ("a", a)):
    print(f"good, {name:4}: met {counts[good, word]:.0f} times, information {information[good, word]:.2f}")
# --8<-- [end:ppmi]

# --8<-- [start:factorise]
points = factorise(information, size=4)  # (V, 4)
for word in ("good", "film", "dull"):
    print(word, "->", small.words[nearest(small.index[word], points, 1)[0]])
# --8<-- [end:factorise]

# --8<-- [start:vectors]
from unrolled.data import imdb
from unrolled.data.tokenise import tokenise
from unrolled.vectors import train_vectors

reviews = [tokenise(review.text) for review in imdb.load("train")[:2500]]  # their labels are not used
words = Vocabulary.build(reviews, size=2500)
table = train_vectors([words.encode(review) for review in reviews], len(words), size=50)
for word in ("good", "terrible", "funny", "actor", "music", "minutes"):
    print(f"{word:9}", *(words.words[i] for i in nearest(words.index[word], table, 4)))
# --8<-- [end:vectors]

# --8<-- [start:frozen]
given = torch.tensor(table)
frozen = nn.Embedding.from_pretrained(given, freeze=True, padding_idx=0)
tuned = nn.Embedding.from_pretrained(given.clone(), freeze=False, padding_idx=0)
for name, embed in (("frozen", frozen), ("fine-tuned", tuned)):
    print(f"{name:10} trains {sum(p.numel() for p in embed.parameters() if p.requires_grad):,} numbers")
# --8<-- [end:frozen]

# --8<-- [start:unknown]
sentence = tokenise("A delightfully unhinged film.")
print(words.encode(sentence))
print(words.decode(words.encode(sentence)))
# --8<-- [end:unknown]

# --8<-- [start:pieces]
from unrolled.models.subword import SubwordEmbedding, ngrams

print(ngrams("awful", 3, 4))
spellings = ["<pad>", "<unk>", "wonderful", "wonderfull", "wodnerful", "dreadful", "potato"]
pieces = SubwordEmbedding(spellings, size=50)  # untrained: random vectors for the pieces
with torch.no_grad():
    found = pieces(torch.arange(7)[None])[0]  # (7, 50)
for i in range(3, 7):
    cosine = torch.cosine_similarity(found[2], found[i], dim=0)
    shared = len(set(ngrams("wonderful")) & set(ngrams(spellings[i])))
    print(f"wonderful, {spellings[i]:10}: {shared:2} pieces shared, cosine {cosine:.2f}")
# --8<-- [end:pieces]

# --8<-- [start:untrained_unknown]
narrow = Vocabulary.build(texts, size=99)  # every training word is known ...
embed = nn.Embedding(len(narrow), 3)
for text in texts:
    embed(torch.tensor(narrow.encode(text))).sum().backward()
print("gradient of <unk> over all of training:", embed.weight.grad[1].tolist())  # ... so it never learns
# --8<-- [end:untrained_unknown]

# --8<-- [start:decay]
embed = nn.Embedding(3, 2)
before = embed.weight[2].norm().item()
optimizer = torch.optim.AdamW(embed.parameters(), lr=0.01, weight_decay=0.1)
for _ in range(500):
    optimizer.zero_grad()
    embed(torch.tensor([0, 1])).square().sum().backward()  # word 2 never comes up
    optimizer.step()
print(f"word 2 kept {embed.weight[2].norm().item() / before:.2f} of its length")
# --8<-- [end:decay]

# --8<-- [start:solution_count]
V, D, H = 20_000, 50, 32
print(f"table {V * D:,} numbers, LSTM {4 * (H * D + H * H + H):,}, score {H + 1}")
# --8<-- [end:solution_count]

# --8<-- [start:solution_dot]
import numpy as np

scores = table @ table[words.index["funny"]]  # products instead of cosines: long vectors win
best = [i for i in np.argsort(-scores) if i != words.index["funny"]][:4]
print("by product:", *(words.words[i] for i in best))
print("by cosine: ", *(words.words[i] for i in nearest(words.index["funny"], table, 4)))
# --8<-- [end:solution_dot]

# --8<-- [start:solution_buckets]
from unrolled.models.subword import bucket_of

grams = {piece for word in words.words[2:] for piece in ngrams(word)}
for buckets in (1_000, 20_000, 1_000_000):
    used = len({bucket_of(piece, buckets) for piece in grams})
    print(f"{len(grams):,} pieces in {buckets:9,} rows: {len(grams) / used:.1f} pieces for each row in use")
# --8<-- [end:solution_buckets]
