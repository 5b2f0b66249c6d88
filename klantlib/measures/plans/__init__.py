"""What is wanted of customers, and which means go with it: objectives, hours, contact, what one is good at?"""
