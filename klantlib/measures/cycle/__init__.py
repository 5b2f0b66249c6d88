"""Which steps of the cycle has a client taken, and which misunderstandings do its data contradict?"""
