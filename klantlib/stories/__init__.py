"""How is a long chapter told? One function per part, Result in, blocks out: keys and numbers, no sentences."""
