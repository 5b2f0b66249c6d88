"""What is a customer worth over its whole lifetime?"""
