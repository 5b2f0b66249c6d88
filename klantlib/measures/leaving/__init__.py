"""Who left, who is leaving, and what foretells it?"""
