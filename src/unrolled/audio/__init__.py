"""From sound to features."""
