"""Is the customer file in order: complete, valid, every customer in it once?"""
