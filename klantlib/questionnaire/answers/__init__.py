"""What does `klant answers` do with what comes back? Takes it in, keeps it, and makes tables of it."""
