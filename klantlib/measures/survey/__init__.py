"""What do answers of customers, and of a team about itself, say?"""
