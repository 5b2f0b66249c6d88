"""What do complaints say, and what do they cost?"""
