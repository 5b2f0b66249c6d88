"""What do indicators say together: per customer, per class, per unit, and of the house itself?"""
