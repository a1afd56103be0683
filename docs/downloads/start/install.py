"""All the code of the page start/install, in reading order. Generated: change the page instead."""

import torch

device = "cuda" if torch.cuda.is_available() else "cpu"
print(torch.ones(2, 3, device=device).sum().item())
